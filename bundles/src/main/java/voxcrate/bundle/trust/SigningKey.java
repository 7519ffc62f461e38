package voxcrate.bundle.trust;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.BundleCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// A private key that signs bundles. On the connected side only; the installer never loads this
/// class or the library behind it.
///
/// ECDSA signatures are deterministic (RFC 6979), so that a rebuild with the same key gives the
/// same bytes; the JDK's own are randomised.
public final class SigningKey {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
  /// What OWASP asks for with HMAC-SHA-256 (Password Storage Cheat Sheet, 2023).
  private static final int PBKDF2_ITERATIONS = 600_000;

  private static final String NO_KEY = "no private key in PEM";

  private final PrivateKey key;
  private final TrustedKey verifying;

  private SigningKey(PrivateKey key, TrustedKey verifying) {
    this.key = key;
    this.verifying = verifying;
  }

  /// A fresh ECDSA P-384 key.
  public static SigningKey generate() {
    return generate(SignatureAlgorithm.ECDSA_P384);
  }

  /// A fresh key.
  public static SigningKey generate(SignatureAlgorithm algorithm) {
    try {
      var pair = generator(algorithm).generateKeyPair();
      return new SigningKey(pair.getPrivate(), TrustedKey.of(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has " + algorithm.title(), e);
    }
  }

  private static KeyPairGenerator generator(SignatureAlgorithm algorithm)
      throws GeneralSecurityException {
    return switch (algorithm) {
      case ECDSA_P384 -> {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        yield generator;
      }
      case ED25519 -> KeyPairGenerator.getInstance("Ed25519");
    };
  }

  /// Reads a private key in PEM: PKCS#8, encrypted or not, or the older forms of OpenSSL.
  ///
  /// @param passphrase for an encrypted key; null when there is none
  /// @param source how the key is called in an error
  /// @throws ToolException when there is no usable key; it tells nothing of the text's content
  public static SigningKey ofPem(String pem, char @Nullable [] passphrase, String source) {
    try {
      return of(privateKeyInfo(pem, passphrase, source), source);
    } catch (ToolException refused) {
      throw refused;
    } catch (IOException | GeneralSecurityException | RuntimeException damaged) {
      // Each parser on the way has exceptions of its own, some of which quote what they read.
      throw unusable(source, NO_KEY);
    }
  }

  private static SigningKey of(PrivateKeyInfo info, String source)
      throws IOException, GeneralSecurityException {
    return switch (PrivateKeyFactory.createKey(info)) {
      case ECPrivateKeyParameters ec when isP384(ec) ->
          of(
              info,
              "EC",
              new ECPublicKeyParameters(
                  new FixedPointCombMultiplier().multiply(ec.getParameters().getG(), ec.getD()),
                  ec.getParameters()));
      case ECPrivateKeyParameters _ ->
          throw unusable(source, "an ECDSA key on another curve than P-384, or on one spelt out");
      case Ed25519PrivateKeyParameters ed -> of(info, "EdDSA", ed.generatePublicKey());
      case Object _ -> throw unusable(source, "a key that is neither ECDSA nor Ed25519");
    };
  }

  /// A curve that is spelt out instead of named could be P-384 but for its generator.
  private static boolean isP384(ECPrivateKeyParameters key) {
    return key.getParameters() instanceof ECNamedDomainParameters curve
        && curve.getName().equals(SECObjectIdentifiers.secp384r1);
  }

  private static SigningKey of(PrivateKeyInfo info, String family, AsymmetricKeyParameter open)
      throws IOException, GeneralSecurityException {
    var factory = KeyFactory.getInstance(family);
    var openInfo = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(open);
    return new SigningKey(
        factory.generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded())),
        TrustedKey.of(factory.generatePublic(new X509EncodedKeySpec(openInfo.getEncoded()))));
  }

  /// Whether the PEM text asks for a passphrase.
  public static boolean isEncrypted(String pem) {
    return pem.contains("BEGIN ENCRYPTED PRIVATE KEY");
  }

  private static PrivateKeyInfo privateKeyInfo(
      String pem, char @Nullable [] passphrase, String source) throws IOException {
    try (var parser = new PEMParser(new StringReader(pem))) {
      for (var part = parser.readObject(); part != null; part = parser.readObject()) {
        switch (part) {
          case PrivateKeyInfo info -> {
            return info;
          }
          case PEMKeyPair pair -> {
            return pair.getPrivateKeyInfo();
          }
          case PKCS8EncryptedPrivateKeyInfo encrypted -> {
            return decrypt(encrypted, passphrase, source);
          }
          case PEMEncryptedKeyPair _ ->
              throw unusable(
                  source,
                  "a key in OpenSSL's old encryption, which is weak; to change it:"
                      + " openssl pkcs8 -topk8 -v2 aes256 -in OLD -out NEW");
          case Object _ -> {
            // OpenSSL puts the curve's parameters before the key: the next part is looked at.
          }
        }
      }
    }
    throw unusable(source, NO_KEY);
  }

  private static PrivateKeyInfo decrypt(
      PKCS8EncryptedPrivateKeyInfo encrypted, char @Nullable [] passphrase, String source) {
    if (passphrase == null) {
      throw unusable(source, "an encrypted key, and no passphrase");
    }
    try {
      var provider = new JcePKCSPBEInputDecryptorProviderBuilder().setProvider(PROVIDER);
      return encrypted.decryptPrivateKeyInfo(provider.build(passphrase));
    } catch (PKCSException e) {
      throw unusable(source, "another passphrase than the key's");
    }
  }

  public TrustedKey verifyingKey() {
    return verifying;
  }

  /// The detached signature over `message`: DER for ECDSA, 64 bytes for Ed25519.
  public byte[] sign(byte[] message) {
    try {
      return switch (verifying.algorithm()) {
        case ECDSA_P384 -> deterministicEcdsa(message);
        case ED25519 -> {
          var signer = Signature.getInstance(verifying.algorithm().jdkName());
          signer.initSign(key);
          signer.update(message);
          yield signer.sign();
        }
      };
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the key was read and cannot sign", e);
    }
  }

  private byte[] deterministicEcdsa(byte[] message) throws GeneralSecurityException, IOException {
    var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA384Digest()));
    signer.init(true, PrivateKeyFactory.createKey(key.getEncoded()));
    BigInteger[] pair =
        signer.generateSignature(MessageDigest.getInstance("SHA-384").digest(message));
    return new DERSequence(new ASN1Integer[] {new ASN1Integer(pair[0]), new ASN1Integer(pair[1])})
        .getEncoded();
  }

  /// PKCS#8 in PEM, encrypted with AES-256 and PBKDF2 (as `openssl pkcs8 -topk8 -v2 aes256`) where
  /// there is a passphrase.
  public String pem(char @Nullable [] passphrase) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      if (passphrase == null) {
        writer.writeObject(new JcaPKCS8Generator(key, null));
      } else {
        var encryptor =
            new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setProvider(PROVIDER)
                .setRandom(new SecureRandom())
                .setPRF(
                    new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                        PKCSObjectIdentifiers.id_hmacWithSHA256))
                .setIterationCount(PBKDF2_ITERATIONS)
                .setPassword(Arrays.copyOf(passphrase, passphrase.length))
                .build();
        writer.writeObject(new JcaPKCS8Generator(key, encryptor));
      }
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("a key in memory cannot be written", e);
    }
    return text.toString();
  }

  private static ToolException unusable(String source, String found) {
    return new ToolException(
        Problem.of(
                BundleCode.KEY_UNUSABLE,
                "This key cannot be used",
                "reading the private key from " + source,
                found,
                "name a key written by 'voxcrate-bundler keys generate' or by OpenSSL")
            .expecting("an ECDSA P-384 or Ed25519 private key in PEM"));
  }
}

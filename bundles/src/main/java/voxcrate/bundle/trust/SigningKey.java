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
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
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
  private static final int PBKDF2_ITERATIONS = 200_000;

  private final PrivateKey key;
  private final TrustedKey verifying;

  private SigningKey(PrivateKey key, TrustedKey verifying) {
    this.key = key;
    this.verifying = verifying;
  }

  /// A fresh ECDSA P-384 key.
  public static SigningKey generate() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp384r1"));
      var pair = generator.generateKeyPair();
      return new SigningKey(pair.getPrivate(), TrustedKey.of(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has P-384", e);
    }
  }

  /// Reads a private key in PEM: PKCS#8, encrypted or not, or the older forms of OpenSSL.
  ///
  /// @param passphrase for an encrypted key; null when there is none
  /// @param source how the key is called in an error
  public static SigningKey ofPem(String pem, char @Nullable [] passphrase, String source) {
    try {
      var info = privateKeyInfo(pem, passphrase, source);
      var parameters = PrivateKeyFactory.createKey(info);
      var publicInfo =
          SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
              switch (parameters) {
                case ECPrivateKeyParameters ec ->
                    new org.bouncycastle.crypto.params.ECPublicKeyParameters(
                        new FixedPointCombMultiplier()
                            .multiply(ec.getParameters().getG(), ec.getD()),
                        ec.getParameters());
                case Ed25519PrivateKeyParameters ed -> ed.generatePublicKey();
                case Object _ -> throw unusable(source, "a key that is neither ECDSA nor Ed25519");
              });
      var family = parameters instanceof ECPrivateKeyParameters ? "EC" : "EdDSA";
      var factory = KeyFactory.getInstance(family);
      return new SigningKey(
          factory.generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded())),
          TrustedKey.of(factory.generatePublic(new X509EncodedKeySpec(publicInfo.getEncoded()))));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(source, "no private key in PEM");
    }
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
          case Object _ -> {
            // OpenSSL puts the curve's parameters before the key: the next part is looked at.
          }
        }
      }
    }
    throw unusable(source, "no private key in PEM");
  }

  private static PrivateKeyInfo decrypt(
      PKCS8EncryptedPrivateKeyInfo encrypted, char @Nullable [] passphrase, String source) {
    if (passphrase == null) {
      throw unusable(source, "an encrypted key, and no passphrase");
    }
    try {
      var provider = new JceOpenSSLPKCS8DecryptorProviderBuilder().setProvider(PROVIDER);
      return encrypted.decryptPrivateKeyInfo(provider.build(passphrase));
    } catch (PKCSException | OperatorCreationException e) {
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

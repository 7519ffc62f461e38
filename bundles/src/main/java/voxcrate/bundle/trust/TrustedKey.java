package voxcrate.bundle.trust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import voxcrate.bundle.BundleCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// A public key that may sign bundles.
public record TrustedKey(Fingerprint fingerprint, SignatureAlgorithm algorithm, PublicKey key) {
  private static final int MAX_FILE_BYTES = 1 << 16;
  private static final int ED25519_SIGNATURE_BYTES = 64;

  /// y of the points of Ed25519 whose order divides 8 (RFC 8032, 5.1: the curve's cofactor). What
  /// they verify proves nothing: a signature of zeros is right for many messages, or for all.
  private static final Set<BigInteger> SMALL_ORDER =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(20)),
          new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16),
          new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16));

  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

  public static TrustedKey of(PublicKey key) {
    return known(key).orElseThrow(() -> unusable("a key file", "a " + key.getAlgorithm() + " key"));
  }

  private static Optional<TrustedKey> known(PublicKey key) {
    return SignatureAlgorithm.of(key)
        .map(algorithm -> new TrustedKey(Fingerprint.of(key), algorithm, key));
  }

  /// Reads a file that holds one public key.
  ///
  /// @throws ToolException when it holds something else
  /// @throws IOException when it cannot be read
  public static TrustedKey inFile(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      // PEM is ASCII; what is not becomes characters that no key has.
      return ofPem(new String(in.readNBytes(MAX_FILE_BYTES), ISO_8859_1), file.toString());
    }
  }

  /// Reads a SubjectPublicKeyInfo in PEM, as OpenSSL writes it.
  ///
  /// @param source how the key is called in an error
  public static TrustedKey ofPem(String pem, String source) {
    if (pem.contains("PRIVATE KEY-----")) {
      throw unusable(source, "a private key; its public half is meant");
    }
    var matcher = PEM.matcher(pem);
    if (!matcher.matches()) {
      throw unusable(source, "no PEM public key");
    }
    try {
      return ofDer(Base64.getMimeDecoder().decode(matcher.group(1)), source);
    } catch (IllegalArgumentException e) {
      throw unusable(source, "no PEM public key: its text is cut short or damaged");
    }
  }

  private static TrustedKey ofDer(byte[] der, String source) {
    for (var family : List.of("EC", "EdDSA")) {
      try {
        var key = KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(der));
        var known = known(key);
        if (known.isPresent()) {
          requireUsualEncoding(key, der, source);
          requirePoint(known.get(), source);
          return known.get();
        }
      } catch (GeneralSecurityException e) {
        // A key of another family: the next one is tried.
      }
    }
    throw unusable(source, "a public key that is neither ECDSA P-384 nor Ed25519");
  }

  /// One key in two encodings would have two fingerprints, and could count as two keys.
  private static void requireUsualEncoding(PublicKey key, byte[] der, String source)
      throws GeneralSecurityException {
    if (!Arrays.equals(der, encodedAnew(key))) {
      throw unusable(source, "a public key in an unusual encoding");
    }
  }

  /// The JDK reads a point beside the curve, and finds out at the first signature or never.
  private static void requirePoint(TrustedKey key, String source) throws GeneralSecurityException {
    try {
      Signature.getInstance(key.algorithm().jdkName()).initVerify(key.key());
    } catch (InvalidKeyException e) {
      throw unusable(source, "a public key that is no point of its curve");
    }
    if (key.key() instanceof ECPublicKey ec && !isOnCurve(ec)) {
      throw unusable(source, "a public key that is no point of its curve");
    }
    if (key.key() instanceof EdECPublicKey ed && SMALL_ORDER.contains(ed.getPoint().getY())) {
      throw unusable(source, "a public key for which anybody can sign");
    }
  }

  /// y² = x³ + ax + b (SEC 1, 2.2.1).
  private static boolean isOnCurve(ECPublicKey key) {
    var curve = key.getParams().getCurve();
    var prime = ((ECFieldFp) curve.getField()).getP();
    var x = key.getW().getAffineX();
    var y = key.getW().getAffineY();
    var right = x.pow(2).add(curve.getA()).multiply(x).add(curve.getB());
    return x.compareTo(prime) < 0
        && y.compareTo(prime) < 0
        && y.pow(2).subtract(right).mod(prime).signum() == 0;
  }

  private static byte[] encodedAnew(PublicKey key) throws GeneralSecurityException {
    return switch (key) {
      case ECPublicKey ec ->
          KeyFactory.getInstance("EC")
              .generatePublic(new ECPublicKeySpec(ec.getW(), ec.getParams()))
              .getEncoded();
      case EdECPublicKey ed ->
          KeyFactory.getInstance("EdDSA")
              .generatePublic(new EdECPublicKeySpec(ed.getParams(), ed.getPoint()))
              .getEncoded();
      case PublicKey other -> other.getEncoded();
    };
  }

  /// As OpenSSL prints it: 64 columns, a line break at the end.
  public String pem() {
    var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
  }

  /// Whether `signature` is this key's over exactly `message`.
  public boolean verifies(byte[] message, byte[] signature) {
    if (!hasTheForm(signature)) {
      return false;
    }
    try {
      var verifier = Signature.getInstance(algorithm.jdkName());
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      // A signature that cannot be decoded is a wrong signature.
      return false;
    }
  }

  private boolean hasTheForm(byte[] signature) {
    return switch (algorithm) {
      case ECDSA_P384 -> EcdsaSignature.isWellFormed(signature);
      case ED25519 -> signature.length == ED25519_SIGNATURE_BYTES;
    };
  }

  private static ToolException unusable(String source, String found) {
    return new ToolException(
        Problem.of(
                BundleCode.KEY_UNUSABLE,
                "This key cannot be used",
                "reading the public key from " + source,
                found,
                "name a file written by 'voxcrate-bundler keys generate' or by OpenSSL")
            .expecting("an ECDSA P-384 or Ed25519 public key in PEM"));
  }
}

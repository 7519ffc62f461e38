package voxcrate.bundle.trust;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import voxcrate.bundle.BundleCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// A public key that may sign bundles.
public record TrustedKey(Fingerprint fingerprint, SignatureAlgorithm algorithm, PublicKey key) {
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

  public static TrustedKey of(PublicKey key) {
    return SignatureAlgorithm.of(key)
        .map(algorithm -> new TrustedKey(Fingerprint.of(key), algorithm, key))
        .orElseThrow(() -> unusable("a key file", "a " + key.getAlgorithm() + " key"));
  }

  /// Reads a SubjectPublicKeyInfo in PEM, as OpenSSL writes it.
  ///
  /// @param source how the key is called in an error
  public static TrustedKey ofPem(String pem, String source) {
    var matcher = PEM.matcher(pem);
    if (!matcher.matches()) {
      throw unusable(source, "no PEM public key");
    }
    var spec = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
    for (var family : List.of("EC", "EdDSA")) {
      try {
        return of(KeyFactory.getInstance(family).generatePublic(spec));
      } catch (GeneralSecurityException e) {
        // A key of another family: the next one is tried.
      }
    }
    throw unusable(source, "a public key that is neither ECDSA P-384 nor Ed25519");
  }

  /// As OpenSSL prints it: 64 columns, a line break at the end.
  public String pem() {
    var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
  }

  /// Whether `signature` is this key's over exactly `message`.
  public boolean verifies(byte[] message, byte[] signature) {
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

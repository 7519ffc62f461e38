package voxcrate.bundle.trust;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How a key signs. It belongs to the key, never to a signature or its file's name: that is the
/// whole defence against a downgrade.
public enum SignatureAlgorithm {
  /// The common denominator: every OpenSSL verifies it, FIPS hosts included.
  ECDSA_P384("ecdsa-p384", "SHA384withECDSA", "ECDSA P-384"),
  ED25519("ed25519", "Ed25519", "Ed25519");

  /// The order of P-384's group (FIPS 186-5, SP 800-186). Other curves have orders of 384 bits too.
  private static final BigInteger P384_ORDER =
      new BigInteger(
          "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf"
              + "581a0db248b0a77aecec196accc52973",
          16);

  private final String id;
  private final String jdkName;
  private final String title;

  SignatureAlgorithm(String id, String jdkName, String title) {
    this.id = id;
    this.jdkName = jdkName;
    this.title = title;
  }

  /// As the command line spells it.
  public String id() {
    return id;
  }

  /// All spellings, the usual one first.
  public static List<String> ids() {
    return Arrays.stream(values()).map(SignatureAlgorithm::id).toList();
  }

  /// Empty for another spelling.
  public static Optional<SignatureAlgorithm> named(String id) {
    return Arrays.stream(values()).filter(algorithm -> algorithm.id.equals(id)).findFirst();
  }

  /// As people call it.
  public String title() {
    return title;
  }

  String jdkName() {
    return jdkName;
  }

  /// Empty for keys of any other kind.
  static Optional<SignatureAlgorithm> of(PublicKey key) {
    return switch (key) {
      case ECPublicKey ec when ec.getParams().getOrder().equals(P384_ORDER) ->
          Optional.of(ECDSA_P384);
      case EdECPublicKey ed when ed.getParams().getName().equals("Ed25519") -> Optional.of(ED25519);
      case PublicKey _ -> Optional.empty();
    };
  }
}

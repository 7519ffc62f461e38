package voxcrate.bundle.trust;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Optional;

/// How a key signs. It belongs to the key, never to a signature or its file's name: that is the
/// whole defence against a downgrade.
public enum SignatureAlgorithm {
  /// The common denominator: every OpenSSL verifies it, FIPS hosts included.
  ECDSA_P384("SHA384withECDSA", "ECDSA P-384"),
  ED25519("Ed25519", "Ed25519");

  private static final int P384_BITS = 384;

  private final String jdkName;
  private final String title;

  SignatureAlgorithm(String jdkName, String title) {
    this.jdkName = jdkName;
    this.title = title;
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
      case ECPublicKey ec when ec.getParams().getOrder().bitLength() == P384_BITS ->
          Optional.of(ECDSA_P384);
      case EdECPublicKey ed when ed.getParams().getName().equals("Ed25519") -> Optional.of(ED25519);
      case PublicKey _ -> Optional.empty();
    };
  }
}

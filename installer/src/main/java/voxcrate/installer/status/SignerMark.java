package voxcrate.installer.status;

import voxcrate.bundle.trust.Fingerprint;

/// What a signature that was kept with a release is worth today.
public sealed interface SignerMark {
  /// The first twelve digits of the key's fingerprint.
  String label();

  /// It verifies, with a key that is kept here.
  ///
  /// @param revoked whether the key has been revoked since
  record Verified(Fingerprint key, boolean revoked) implements SignerMark {
    @Override
    public String label() {
      return key.label();
    }
  }

  /// No key of that label is kept here, so it says nothing.
  record Unknown(String label) implements SignerMark {}

  /// It does not fit the manifest beside it: one of the two was changed since the install.
  record Broken(String label) implements SignerMark {}
}

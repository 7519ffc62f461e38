package voxcrate.bundle;

/// Names one bundle: the digest of its manifest's bytes.
public record BundleId(Digest manifest) {
  private static final int LABEL_DIGITS = 12;

  public static BundleId of(byte[] manifestBytes) {
    return new BundleId(Digest.of(manifestBytes));
  }

  /// Name of the installed release: `SEQ-12hex`.
  public String releaseName(long sequence) {
    return sequence + "-" + manifest.hex().substring(0, LABEL_DIGITS);
  }

  @Override
  public String toString() {
    return manifest.toString();
  }
}

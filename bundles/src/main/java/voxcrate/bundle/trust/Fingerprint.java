package voxcrate.bundle.trust;

import java.security.PublicKey;
import java.util.List;
import java.util.Locale;
import voxcrate.bundle.Digest;

/// A public key's identity: the SHA-256 of its DER SubjectPublicKeyInfo.
public record Fingerprint(Digest digest) {
  private static final int LABEL_DIGITS = 12;
  private static final int GROUP = 4;

  public static Fingerprint of(PublicKey key) {
    return new Fingerprint(Digest.of(key.getEncoded()));
  }

  /// Reads what people copy from paper: blanks, colons and upper case do not matter.
  public static Fingerprint parse(String text) {
    return new Fingerprint(new Digest(text.replaceAll("[\\s:]", "").toLowerCase(Locale.ROOT)));
  }

  public static boolean isValid(String text) {
    return Digest.isValid(text.replaceAll("[\\s:]", "").toLowerCase(Locale.ROOT));
  }

  /// The first twelve digits: a label in file names, never a proof.
  public String label() {
    return digest.hex().substring(0, LABEL_DIGITS);
  }

  /// In groups of four, for paper.
  public String grouped() {
    return digest.hex().replaceAll(".{" + GROUP + "}(?=.)", "$0 ");
  }

  /// One word for each of the 32 bytes, for the telephone.
  public List<String> words() {
    return PhoneWords.of(digest.bytes());
  }

  @Override
  public String toString() {
    return digest.hex();
  }
}

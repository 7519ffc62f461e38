package voxcrate.bundle.recipe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Git's name for the content of a file: SHA-1 over `blob SIZE NUL` and the bytes, 40 hexadecimal
/// digits. It tells transport errors; trust rests on SHA-256.
public record GitBlobId(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}");

  public GitBlobId {
    if (!isValid(hex)) {
      throw new IllegalArgumentException("not a git id: " + hex.length() + " characters");
    }
  }

  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /// A fresh hash for content of `sizeBytes`, to feed and hand to [#of(MessageDigest)].
  public static MessageDigest newHash(long sizeBytes) {
    try {
      var hash = MessageDigest.getInstance("SHA-1");
      hash.update(("blob " + sizeBytes + "\0").getBytes(StandardCharsets.US_ASCII));
      return hash;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  /// Takes the value of `hash`, which is reset by that.
  public static GitBlobId of(MessageDigest hash) {
    return new GitBlobId(HexFormat.of().formatHex(hash.digest()));
  }

  @Override
  public String toString() {
    return "git:" + hex;
  }
}

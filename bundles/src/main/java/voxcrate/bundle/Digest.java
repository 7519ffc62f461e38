package voxcrate.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntConsumer;

/// A SHA-256 content digest: 64 lowercase hexadecimal digits.
public record Digest(String hex) {
  private static final int HEX_DIGITS = 64;
  private static final int BUFFER_BYTES = 1 << 18;

  public Digest {
    if (!isValid(hex)) {
      throw new IllegalArgumentException("not a SHA-256 digest: " + hex.length() + " characters");
    }
  }

  /// Whether `text` has the form of a digest. The hub masks hashes with asterisks; those have not.
  public static boolean isValid(String text) {
    if (text.length() != HEX_DIGITS) {
      return false;
    }
    for (int i = 0; i < HEX_DIGITS; i++) {
      char digit = text.charAt(i);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        return false;
      }
    }
    return true;
  }

  public static Digest of(byte[] content) {
    return finish(newHash(), content);
  }

  public static Digest of(String content) {
    return of(content.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads `file` once, in constant memory.
  public static Digest of(Path file) {
    try (var in = Files.newInputStream(file)) {
      return of(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads `in` to its end, in constant memory; the caller closes it.
  public static Digest of(InputStream in) throws IOException {
    return of(in, _ -> {});
  }

  /// The same, and tells how far it is.
  ///
  /// @param progress takes how many bytes more were read, again and again
  public static Digest of(InputStream in, IntConsumer progress) throws IOException {
    var hash = newHash();
    var buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      hash.update(buffer, 0, read);
      progress.accept(read);
    }
    return of(hash);
  }

  /// Takes the value of `hash`, which is reset by that.
  public static Digest of(MessageDigest hash) {
    return new Digest(HexFormat.of().formatHex(hash.digest()));
  }

  /// A fresh SHA-256 to feed piece by piece and hand to [#of(MessageDigest)].
  public static MessageDigest newHash() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static Digest finish(MessageDigest hash, byte[] content) {
    hash.update(content);
    return of(hash);
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return "sha256:" + hex;
  }
}

package voxcrate.bundler.practice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import voxcrate.bundle.Digest;

/// Names of things as git gives them.
final class GitObjects {
  private static final int BUFFER_BYTES = 1 << 16;

  private GitObjects() {}

  /// The id of a file's content: SHA-1 of `blob SIZE NUL` and the content.
  static String blobId(Path file) throws IOException {
    var hash = newSha1();
    hash.update(ascii("blob " + Files.size(file) + "\0"));
    try (var in = Files.newInputStream(file)) {
      var buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        hash.update(buffer, 0, read);
      }
    }
    return hex(hash);
  }

  static String blobId(String text) {
    var hash = newSha1();
    hash.update(ascii("blob " + text.length() + "\0" + text));
    return hex(hash);
  }

  static String sha1(String text) {
    var hash = newSha1();
    hash.update(text.getBytes(StandardCharsets.UTF_8));
    return hex(hash);
  }

  /// The text that stands in git for a file kept in large file storage.
  static String pointer(Digest sha256, long sizeBytes) {
    return "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
        .formatted(sha256.hex(), sizeBytes);
  }

  private static String hex(MessageDigest hash) {
    return HexFormat.of().formatHex(hash.digest());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static MessageDigest newSha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }
}

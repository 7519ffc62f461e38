package voxcrate.bundler.convert.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import voxcrate.bundler.convert.refusal.Refusal;

/// Tells the forms a checkpoint file may have, so that those not read are refused by name.
final class CheckpointForm {
  private static final int HEAD_BYTES = 512;
  private static final int TAR_MAGIC_OFFSET = 257;

  private CheckpointForm() {}

  /// Passes when the file begins like a zip container.
  static void checkZip(CheckpointFile file) {
    var head = head(file);
    if (!head.startsWith("PK\3\4")) {
      throw Refusal.form(file.name(), describe(head));
    }
  }

  /// Passes unless the file is plainly something else than a safetensors file.
  static void checkSafetensors(CheckpointFile file) {
    var head = head(file);
    if (head.startsWith("PK\3\4") || head.startsWith("version https://git-lfs") || isPage(head)) {
      throw Refusal.form(
          file.name(), head.startsWith("PK\3\4") ? "a zip container" : describe(head));
    }
  }

  private static String head(CheckpointFile file) {
    int length = (int) Math.min(file.sizeBytes(), HEAD_BYTES);
    return new String(file.read(0, length).array(), StandardCharsets.ISO_8859_1);
  }

  /// Case does not matter to a browser, and leading blanks do not either.
  private static boolean isPage(String head) {
    var start = head.stripLeading().toLowerCase(Locale.ROOT);
    return start.startsWith("<!doctype") || start.startsWith("<html");
  }

  private static String describe(String head) {
    if (head.isEmpty()) {
      return "an empty file";
    }
    if (head.startsWith("version https://git-lfs")) {
      return "a Git LFS pointer instead of the file it points to";
    }
    if (head.stripLeading().startsWith("<")) {
      return "a web page; the download was answered with a page instead of the file";
    }
    if (head.startsWith("\u0080")) {
      return "a bare pickle, the form of torch before 1.6";
    }
    if (head.startsWith("ustar", TAR_MAGIC_OFFSET) || head.startsWith("storages")) {
      return "a tar archive, the form of torch before 0.2";
    }
    return "neither a zip container nor any other known form";
  }
}

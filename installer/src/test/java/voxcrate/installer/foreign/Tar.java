package voxcrate.installer.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/// The payload as docs/bundle-format.md describes it in part 4; written from that page alone.
final class Tar {
  private static final int BLOCK = 512;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final long seconds;

  Tar(long seconds) {
    this.seconds = seconds;
  }

  /// @return where the content begins
  long add(String path, String mode, byte[] content) {
    out.writeBytes(header(path, mode, content.length));
    long offset = out.size();
    out.writeBytes(content);
    out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    return offset;
  }

  /// Knows short names only, and cuts the others: those bundles are refused for their manifest.
  byte[] header(String path, String mode, long size) {
    var block = new byte[BLOCK];
    put(block, 0, path.substring(0, Math.min(30, path.length())));
    put(block, 100, octal(7, Long.parseLong(mode, 8)));
    put(block, 108, octal(7, 0));
    put(block, 116, octal(7, 0));
    put(block, 124, octal(11, size));
    put(block, 136, octal(11, seconds));
    block[156] = '0';
    put(block, 257, "ustar");
    put(block, 263, "00");
    return summed(block);
  }

  /// With a fresh checksum over all bytes, its own place counted as blanks.
  static byte[] summed(byte[] block) {
    java.util.Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte value : block) {
      sum += value & 0xff;
    }
    put(block, 148, octal(6, sum));
    block[154] = 0;
    block[155] = ' ';
    return block;
  }

  private static String octal(int digits, long value) {
    return String.format(Locale.ROOT, "%0" + digits + "o", value);
  }

  private static void put(byte[] block, int at, String text) {
    var bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  byte[] finished() {
    var all = new ByteArrayOutputStream();
    all.writeBytes(out.toByteArray());
    all.writeBytes(new byte[2 * BLOCK]);
    return all.toByteArray();
  }
}

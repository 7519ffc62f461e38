package voxcrate.installer.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/// The payload as docs/bundle-format.md describes it in part 4; written from that page alone.
final class Tar {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int PREFIX = 155;

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
    out.writeBytes(padding(content.length));
    return offset;
  }

  private static byte[] padding(int length) {
    return new byte[(BLOCK - length % BLOCK) % BLOCK];
  }

  byte[] header(String path, String mode, long size) {
    var name = path.getBytes(UTF_8);
    if (name.length <= NAME) {
      return block(name, new byte[0], mode, size, seconds, '0');
    }
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      var before = path.substring(0, slash).getBytes(UTF_8);
      var after = path.substring(slash + 1).getBytes(UTF_8);
      if (before.length <= PREFIX && after.length <= NAME) {
        return block(after, before, mode, size, seconds, '0');
      }
    }
    return extended(name, mode, size);
  }

  private byte[] extended(byte[] name, String mode, long size) {
    var record = record(name);
    var all = new ByteArrayOutputStream();
    var header = "././@PaxHeader".getBytes(UTF_8);
    all.writeBytes(block(header, new byte[0], "0", record.length, 0, 'x'));
    all.writeBytes(record);
    all.writeBytes(padding(record.length));
    all.writeBytes(block(Arrays.copyOf(name, NAME), new byte[0], mode, size, seconds, '0'));
    return all.toByteArray();
  }

  /// `LENGTH path=VALUE`, where the length counts its own digits too.
  private static byte[] record(byte[] name) {
    int rest = " path=\n".length() + name.length;
    int length = rest;
    while (Integer.toString(length).length() + rest != length) {
      length = Integer.toString(length).length() + rest;
    }
    var record = new ByteArrayOutputStream();
    record.writeBytes((length + " path=").getBytes(UTF_8));
    record.writeBytes(name);
    record.write('\n');
    return record.toByteArray();
  }

  private static byte[] block(
      byte[] name, byte[] prefix, String mode, long size, long time, char type) {
    var block = new byte[BLOCK];
    System.arraycopy(name, 0, block, 0, name.length);
    put(block, 100, octal(7, Long.parseLong(mode, 8)));
    put(block, 108, octal(7, 0));
    put(block, 116, octal(7, 0));
    put(block, 124, octal(11, size));
    put(block, 136, octal(11, time));
    block[156] = (byte) type;
    put(block, 257, "ustar");
    put(block, 263, "00");
    System.arraycopy(prefix, 0, block, 345, prefix.length);
    return summed(block);
  }

  /// With a fresh checksum over all bytes, its own place counted as blanks.
  static byte[] summed(byte[] block) {
    Arrays.fill(block, 148, 156, (byte) ' ');
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

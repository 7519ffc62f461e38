package voxcrate.bundle.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.RelativePath;

/// The bytes that precede one entry's content in the payload tar: a function of the manifest and of
/// nothing else. The installer compares these bytes with the stream and parses no tar.
///
/// POSIX.1-1988 ustar: numbers in octal with leading zeros and a final NUL; owner 0 without names;
/// device fields empty; modification time that of the bundle. A path of up to 255 bytes is split at
/// the first `/` that leaves at most 155 bytes before and 100 after it. Only where that fails, or a
/// file has 8 GiB or more, a POSIX.1-2001 extended header comes first.
public final class TarHeader {
  public static final int BLOCK = 512;

  /// What ends the archive: two blocks of zeros.
  public static final int TRAILER = 2 * BLOCK;

  /// The latest modification time that eleven octal digits can say, in March of 2242.
  public static final long MAX_SECONDS = (1L << 33) - 1;

  private static final int NAME_BYTES = 100;
  private static final int PREFIX_BYTES = 155;
  private static final long MAX_USTAR_SIZE = (1L << 33) - 1;
  private static final String PAX_NAME = "././@PaxHeader";

  private TarHeader() {}

  /// All header bytes of `entry`, a multiple of [#BLOCK].
  public static byte[] of(Entry entry, Instant created) {
    var name = entry.path().value().getBytes(UTF_8);
    var split = split(entry.path());
    boolean tooLarge = entry.size() > MAX_USTAR_SIZE;
    var bytes = new ByteArrayOutputStream();
    if (split.isEmpty() || tooLarge) {
      bytes.writeBytes(extended(entry, split.isEmpty(), tooLarge));
    }
    var names = split.orElse(new Split(new byte[0], Arrays.copyOf(name, NAME_BYTES)));
    bytes.writeBytes(
        block(
            names,
            Integer.parseInt(entry.mode().octal(), 8),
            tooLarge ? 0 : entry.size(),
            created.getEpochSecond(),
            '0'));
    return bytes.toByteArray();
  }

  /// Bytes of the header of `entry`: what [#of] makes, without making it.
  public static int length(Entry entry) {
    boolean split = split(entry.path()).isPresent();
    boolean tooLarge = entry.size() > MAX_USTAR_SIZE;
    return split && !tooLarge ? BLOCK : BLOCK + extended(entry, !split, tooLarge).length;
  }

  /// Zero bytes that follow `size` bytes of content.
  public static int padding(long size) {
    return (int) (-size & (BLOCK - 1));
  }

  private static byte[] extended(Entry entry, boolean withPath, boolean withSize) {
    var records = new ByteArrayOutputStream();
    if (withPath) {
      records.writeBytes(record("path", entry.path().value()));
    }
    if (withSize) {
      records.writeBytes(record("size", Long.toString(entry.size())));
    }
    var content = records.toByteArray();
    var header = block(new Split(new byte[0], PAX_NAME.getBytes(UTF_8)), 0, content.length, 0, 'x');
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(header);
    bytes.writeBytes(content);
    bytes.writeBytes(new byte[padding(content.length)]);
    return bytes.toByteArray();
  }

  /// `LENGTH KEY=VALUE\n`, where LENGTH counts the whole record, itself included.
  private static byte[] record(String key, String value) {
    int rest = (" " + key + "=" + value + "\n").getBytes(UTF_8).length;
    int length = rest + 1;
    while (Integer.toString(length).length() + rest != length) {
      length++;
    }
    return (length + " " + key + "=" + value + "\n").getBytes(UTF_8);
  }

  /// The two name fields of a header.
  private static final class Split {
    private final byte[] prefix;
    private final byte[] name;

    Split(byte[] prefix, byte[] name) {
      this.prefix = prefix;
      this.name = name;
    }
  }

  private static Optional<Split> split(RelativePath path) {
    var bytes = path.value().getBytes(UTF_8);
    if (bytes.length <= NAME_BYTES) {
      return Optional.of(new Split(new byte[0], bytes));
    }
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '/' && i <= PREFIX_BYTES && bytes.length - i - 1 <= NAME_BYTES) {
        return Optional.of(
            new Split(Arrays.copyOf(bytes, i), Arrays.copyOfRange(bytes, i + 1, bytes.length)));
      }
    }
    return Optional.empty();
  }

  private static byte[] block(Split names, int mode, long size, long mtime, char type) {
    var block = new byte[BLOCK];
    put(block, 0, names.name);
    put(block, 100, octal(mode, 7));
    put(block, 108, octal(0, 7));
    put(block, 116, octal(0, 7));
    put(block, 124, octal(size, 11));
    put(block, 136, octal(mtime, 11));
    put(block, 148, "        ".getBytes(UTF_8));
    block[156] = (byte) type;
    put(block, 257, "ustar\0".getBytes(UTF_8));
    put(block, 263, "00".getBytes(UTF_8));
    put(block, 345, names.prefix);
    int sum = 0;
    for (byte value : block) {
      sum += Byte.toUnsignedInt(value);
    }
    put(block, 148, octal(sum, 6));
    block[154] = 0;
    return block;
  }

  /// Thousands of these are made before the first chunk is read, which rules out `String.format`.
  private static byte[] octal(long value, int digits) {
    var text = new byte[digits];
    long rest = value;
    for (int i = digits - 1; i >= 0; i--) {
      text[i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
    return text;
  }

  private static void put(byte[] block, int offset, byte[] value) {
    System.arraycopy(value, 0, block, offset, value.length);
  }
}

package voxcrate.engine.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Builds MP4 files box by box (ISO 14496-12), lawful and otherwise: one track of 16-bit samples,
/// the highest byte first, at 16 kHz.
public final class Mp4Bytes {
  private static final int RATE = 16_000;

  /// In `tfhd`: offsets count from the fragment. In `trun`: it states an offset.
  private static final int BASE_IS_FRAGMENT = 0x02_0000;

  private static final int HAS_OFFSET = 1;

  private Mp4Bytes() {}

  public static byte[] box(String type, byte[]... contents) {
    var content = joined(contents);
    return ByteBuffer.allocate(8 + content.length)
        .putInt(8 + content.length)
        .put(type.getBytes(StandardCharsets.ISO_8859_1))
        .put(content)
        .array();
  }

  public static byte[] joined(byte[]... parts) {
    int bytes = 0;
    for (var part : parts) {
      bytes += part.length;
    }
    var joined = ByteBuffer.allocate(bytes);
    for (var part : parts) {
      joined.put(part);
    }
    return joined.array();
  }

  public static byte[] ints(int... values) {
    var bytes = ByteBuffer.allocate(4 * values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  public static byte[] fileType() {
    return box("ftyp", "isom\0\0\0\0isom".getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Samples of which each has the value of its place.
  public static byte[] samples(int from, int count) {
    var bytes = ByteBuffer.allocate(2 * count);
    for (int i = 0; i < count; i++) {
      bytes.putShort((short) (from + i));
    }
    return bytes.array();
  }

  /// The index, of samples that are packets of two bytes, all in one chunk.
  ///
  /// @param chunk position of the chunk
  /// @param samples in the chunk
  /// @param edits of the track, or nothing
  public static byte[] index(int chunk, int samples, boolean isFragmented, byte[]... edits) {
    int chunks = samples > 0 ? 1 : 0;
    var entry =
        ByteBuffer.allocate(28)
            .putShort(6, (short) 1)
            .putShort(16, (short) 1)
            .putShort(18, (short) 16)
            .putInt(24, RATE << 16)
            .array();
    var table =
        box(
            "stbl",
            box("stsd", ints(0, 1), box("twos", entry)),
            box("stts", ints(0, 1, samples, 1)),
            box("stsc", ints(0, chunks, 1, samples, 1)),
            box("stsz", ints(0, 2, samples)),
            box("stco", ints(0, chunks, chunk)));
    var sound = "\0\0\0\0\0\0\0\0soun\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    var media =
        box(
            "mdia",
            box("mdhd", ints(0, 0, 0, RATE, samples, 0x55C4_0000)),
            box("hdlr", sound),
            box("minf", table));
    var track = box("trak", box("tkhd", ints(0, 0, 0, 1, 0)), box("edts", joined(edits)), media);
    var header = box("mvhd", ints(0, 0, 0, 1_000, 0));
    return isFragmented
        ? box("moov", header, track, box("mvex", box("trex", ints(0, 1, 1, 1, 2, 0))))
        : box("moov", header, track);
  }

  /// A fragment with its samples.
  public static byte[] fragment(byte[] samples) {
    var head = fragmentHead(samples.length / 2, 0);
    return joined(fragmentHead(samples.length / 2, head.length + 8), box("mdat", samples));
  }

  private static byte[] fragmentHead(int samples, int offset) {
    return box(
        "moof",
        box(
            "traf",
            box("tfhd", ints(BASE_IS_FRAGMENT, 1)),
            box("trun", ints(HAS_OFFSET, samples, offset))));
  }
}

package voxcrate.bundler.convert.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes zip containers field by field, so that each can lie.
public final class TestZip {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<byte[]> directory = new ArrayList<>();
  private int claimedEntries = -1;
  private byte[] comment = new byte[0];

  /// What one entry says about itself. Negative numbers mean the truth.
  public record Lies(
      String localName, int method, int flags, long size, long crc, long headerOffset) {
    static final Lies NONE = new Lies("", 0, 0, -1, -1, -1);

    static Lies localName(String name) {
      return new Lies(name, 0, 0, -1, -1, -1);
    }

    static Lies method(int method) {
      return new Lies("", method, 0, -1, -1, -1);
    }

    static Lies flags(int flags) {
      return new Lies("", 0, flags, -1, -1, -1);
    }

    static Lies size(long size) {
      return new Lies("", 0, 0, size, -1, -1);
    }

    static Lies crc(long crc) {
      return new Lies("", 0, 0, -1, crc, -1);
    }

    static Lies headerOffset(long offset) {
      return new Lies("", 0, 0, -1, -1, offset);
    }
  }

  /// A checkpoint as torch writes it: the pickle, one storage of four float32, and the version.
  public static TestZip checkpoint(byte[] pickle) {
    return new TestZip()
        .entry("archive/data.pkl", pickle)
        .entry("archive/data/0", new byte[16])
        .entry("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
  }

  public TestZip entry(String name, byte[] content) {
    return entry(name, content, Lies.NONE);
  }

  public TestZip entry(String name, byte[] content, Lies lies) {
    long size = lies.size() < 0 ? content.length : lies.size();
    return entry(name, content, content, lies, size);
  }

  /// A compressed file, which may lie about its unpacked size.
  public TestZip deflated(String name, byte[] content, Lies lies) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(content);
    deflater.finish();
    var packed = new byte[content.length + 100];
    packed = Arrays.copyOf(packed, deflater.deflate(packed));
    deflater.end();
    var packing = new Lies(lies.localName(), 8, 0, lies.size(), lies.crc(), lies.headerOffset());
    return entry(name, content, packed, packing, packed.length);
  }

  private TestZip entry(String name, byte[] content, byte[] packed, Lies lies, long packedBytes) {
    var crc = new CRC32();
    crc.update(content);
    long stated = lies.crc() < 0 ? crc.getValue() : lies.crc();
    long size = lies.size() < 0 ? content.length : lies.size();
    long offset = lies.headerOffset() < 0 ? out.size() : lies.headerOffset();
    var central = bytes(name);
    var local = lies.localName().isEmpty() ? central : bytes(lies.localName());
    out.writeBytes(
        buffer(30)
            .putInt(0x04034b50)
            .putShort((short) 20)
            .putShort((short) lies.flags())
            .putShort((short) lies.method())
            .putInt(0)
            .putInt((int) stated)
            .putInt((int) packedBytes)
            .putInt((int) size)
            .putShort((short) local.length)
            .putShort((short) 0)
            .array());
    out.writeBytes(local);
    out.writeBytes(packed);
    directory.add(
        buffer(46 + central.length)
            .putInt(0x02014b50)
            .putShort((short) 20)
            .putShort((short) 20)
            .putShort((short) lies.flags())
            .putShort((short) lies.method())
            .putInt(0)
            .putInt((int) stated)
            .putInt((int) packedBytes)
            .putInt((int) size)
            .putShort((short) central.length)
            .putShort((short) 0)
            .putShort((short) 0)
            .putShort((short) 0)
            .putShort((short) 0)
            .putInt(0)
            .putInt((int) offset)
            .put(central)
            .array());
    return this;
  }

  TestZip claimingEntries(int count) {
    claimedEntries = count;
    return this;
  }

  TestZip comment(byte[] text) {
    comment = text.clone();
    return this;
  }

  int sizeSoFar() {
    return out.size();
  }

  public byte[] bytes() {
    int directoryOffset = out.size();
    directory.forEach(out::writeBytes);
    int count = claimedEntries < 0 ? directory.size() : claimedEntries;
    out.writeBytes(
        buffer(22)
            .putInt(0x06054b50)
            .putShort((short) 0)
            .putShort((short) 0)
            .putShort((short) count)
            .putShort((short) count)
            .putInt(out.size() - directoryOffset)
            .putInt(directoryOffset)
            .putShort((short) comment.length)
            .array());
    out.writeBytes(comment);
    return out.toByteArray();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}

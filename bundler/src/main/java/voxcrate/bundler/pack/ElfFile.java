package voxcrate.bundler.pack;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads from a native file of x86-64 Linux which versions of the system's libraries it asks for.
///
/// It goes the way of the dynamic loader: program headers, dynamic segment, table of needed
/// versions (System V gABI, chapter 5; Linux Standard Base, "Symbol Versioning"). Section headers
/// may be absent and are not looked at. Only the tables are read, never the whole file.
final class ElfFile {
  private static final int MAGIC = 0x464c457f;
  private static final int HEADER_BYTES = 64;
  private static final int PROGRAM_HEADER_BYTES = 56;
  private static final int DYNAMIC_ENTRY_BYTES = 16;
  private static final int NEED_BYTES = 16;
  private static final byte CLASS_64 = 2;
  private static final byte LITTLE_ENDIAN = 1;
  private static final short MACHINE_X86_64 = 62;
  private static final int SEGMENT_LOAD = 1;
  private static final int SEGMENT_DYNAMIC = 2;
  private static final long STRING_TABLE = 5;
  private static final long STRING_TABLE_SIZE = 10;
  private static final long NEEDED_VERSIONS = 0x6ffffffe;
  // Far above any real file; keeps a damaged one from asking for much memory or time.
  private static final int MAX_TABLE_BYTES = 64 << 20;
  private static final int MAX_VERSIONS = 10_000;

  private record Segment(int type, long offset, long address, long size) {}

  private final SeekableByteChannel channel;
  private final List<Segment> segments;

  private ElfFile(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.segments = segments();
  }

  /// Whether `file` begins as a native file does.
  static boolean isNative(Path file) throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      return channel.size() >= Integer.BYTES && at(channel, 0, Integer.BYTES).getInt() == MAGIC;
    }
  }

  /// Every version that `file` asks for; none for one that is linked statically.
  ///
  /// @throws IOException when the file is damaged, or for another machine
  static List<SymbolVersion> neededVersions(Path file) throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      return new ElfFile(channel).neededVersions();
    }
  }

  private List<Segment> segments() throws IOException {
    var header = read(0, HEADER_BYTES);
    if (header.getInt(0) != MAGIC
        || header.get(4) != CLASS_64
        || header.get(5) != LITTLE_ENDIAN
        || header.getShort(18) != MACHINE_X86_64) {
      throw new IOException("not a native file of x86-64 Linux");
    }
    int size = Short.toUnsignedInt(header.getShort(54));
    int count = Short.toUnsignedInt(header.getShort(56));
    if (count > 0 && size < PROGRAM_HEADER_BYTES) {
      throw new IOException("program headers of " + size + " bytes");
    }
    var table = read(header.getLong(32), (long) size * count);
    var found = new ArrayList<Segment>();
    for (int at = 0; at < size * count; at += size) {
      found.add(
          new Segment(
              table.getInt(at),
              table.getLong(at + 8),
              table.getLong(at + 16),
              table.getLong(at + 32)));
    }
    return found;
  }

  private List<SymbolVersion> neededVersions() throws IOException {
    var dynamic = dynamicEntries();
    if (!dynamic.containsKey(NEEDED_VERSIONS)) {
      return List.of();
    }
    var strings = read(offsetOf(value(dynamic, STRING_TABLE)), value(dynamic, STRING_TABLE_SIZE));
    return versions(offsetOf(value(dynamic, NEEDED_VERSIONS)), strings);
  }

  private Map<Long, Long> dynamicEntries() throws IOException {
    var entries = new HashMap<Long, Long>();
    for (var segment : segments) {
      if (segment.type() == SEGMENT_DYNAMIC) {
        var table = read(segment.offset(), segment.size());
        while (table.remaining() >= DYNAMIC_ENTRY_BYTES) {
          long tag = table.getLong();
          long value = table.getLong();
          if (tag == 0) {
            break;
          }
          entries.put(tag, value);
        }
      }
    }
    return entries;
  }

  private static long value(Map<Long, Long> dynamic, long tag) throws IOException {
    var value = dynamic.get(tag);
    if (value == null) {
      throw new IOException("the dynamic segment lacks its entry " + Long.toHexString(tag));
    }
    return value;
  }

  /// Where the file holds what the loader puts at `address`.
  private long offsetOf(long address) throws IOException {
    for (var segment : segments) {
      long inside = address - segment.address();
      if (segment.type() == SEGMENT_LOAD && inside >= 0 && inside < segment.size()) {
        return segment.offset() + inside;
      }
    }
    throw new IOException("an address outside the file");
  }

  /// A list of libraries, each with a list of versions. Links are distances from one to the next,
  /// 0 at the end; the loader goes by them and not by the counts beside them.
  private List<SymbolVersion> versions(long table, ByteBuffer strings) throws IOException {
    var found = new ArrayList<SymbolVersion>();
    long library = table;
    for (long next = -1; next != 0; library += next) {
      var need = read(library, NEED_BYTES);
      long versions = library + Integer.toUnsignedLong(need.getInt(8));
      addVersions(string(strings, need.getInt(4)), versions, strings, found);
      next = Integer.toUnsignedLong(need.getInt(12));
    }
    return found;
  }

  private void addVersions(
      String library, long first, ByteBuffer strings, List<SymbolVersion> found)
      throws IOException {
    long version = first;
    for (long next = -1; next != 0; version += next) {
      var wanted = read(version, NEED_BYTES);
      found.add(new SymbolVersion(library, string(strings, wanted.getInt(8))));
      if (found.size() > MAX_VERSIONS) {
        throw new IOException("a table of versions without end");
      }
      next = Integer.toUnsignedLong(wanted.getInt(12));
    }
  }

  private static String string(ByteBuffer strings, int offset) throws IOException {
    int end = offset;
    while (end >= 0 && end < strings.limit() && strings.get(end) != 0) {
      end++;
    }
    if (offset < 0 || end < 0 || end >= strings.limit()) {
      throw new IOException("a name outside its table");
    }
    var bytes = new byte[end - offset];
    strings.get(offset, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private ByteBuffer read(long offset, long length) throws IOException {
    return at(channel, offset, length);
  }

  private static ByteBuffer at(SeekableByteChannel channel, long offset, long length)
      throws IOException {
    if (offset < 0 || length < 0 || length > MAX_TABLE_BYTES) {
      throw new IOException("a table outside the file");
    }
    var buffer = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(offset);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the file ends inside a table");
      }
    }
    return buffer.flip();
  }
}

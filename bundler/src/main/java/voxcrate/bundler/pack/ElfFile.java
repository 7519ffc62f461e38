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
import java.util.stream.Collectors;

/// Reads from a native file of x86-64 Linux which versions of the system's libraries it asks for,
/// and which symbols it gives and takes.
///
/// It goes the way of the dynamic loader: program headers, dynamic segment, tables of symbols and
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
  private static final long NEEDED_LIBRARY = 1;
  private static final long HASH_TABLE = 4;
  private static final long STRING_TABLE = 5;
  private static final long SYMBOL_TABLE = 6;
  private static final long STRING_TABLE_SIZE = 10;
  private static final long OWN_NAME = 14;
  private static final long GNU_HASH_TABLE = 0x6ffffef5;
  private static final long SYMBOL_VERSIONS = 0x6ffffff0;
  private static final long DEFINED_VERSIONS = 0x6ffffffc;
  private static final long NEEDED_VERSIONS = 0x6ffffffe;
  private static final int SYMBOL_BYTES = 24;
  private static final int DEFINITION_BYTES = 20;
  private static final int VERSION_HIDDEN = 0x8000;
  private static final int LOCAL_VERSION = 0;
  private static final int WITHOUT_VERSION = 1;
  private static final int WEAK = 2;
  // Far above any real file; keeps a damaged one from asking for much memory or time.
  private static final int MAX_TABLE_BYTES = 64 << 20;
  private static final int MAX_VERSIONS = 10_000;
  private static final int MAX_SYMBOLS = 2_000_000;

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

  /// What the loader has to know of `file`: its name, the libraries it needs, the symbols it gives
  /// and takes.
  ///
  /// @throws IOException when the file is damaged, or for another machine
  static NativeLibrary library(Path file) throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      return new ElfFile(channel).library(String.valueOf(file.getFileName()));
    }
  }

  private NativeLibrary library(String fileName) throws IOException {
    var dynamic = dynamicEntries();
    var strings = read(offsetOf(value(dynamic, STRING_TABLE)), value(dynamic, STRING_TABLE_SIZE));
    var needed = new ArrayList<String>();
    for (long name : needed()) {
      needed.add(string(strings, (int) name));
    }
    var name =
        dynamic.containsKey(OWN_NAME) ? string(strings, (int) value(dynamic, OWN_NAME)) : fileName;
    var symbols = symbols(dynamic, strings);
    return new NativeLibrary(
        name,
        needed,
        symbols.stream().filter(Symbol::defined).map(Symbol::symbol).collect(Collectors.toSet()),
        symbols.stream()
            .filter(symbol -> !symbol.defined() && !symbol.weak())
            .map(Symbol::symbol)
            .toList());
  }

  private record Symbol(NativeLibrary.Symbol symbol, boolean defined, boolean weak) {}

  private List<Long> needed() throws IOException {
    var names = new ArrayList<Long>();
    for (var segment : segments) {
      if (segment.type() == SEGMENT_DYNAMIC) {
        var table = read(segment.offset(), segment.size());
        while (table.remaining() >= DYNAMIC_ENTRY_BYTES) {
          long tag = table.getLong();
          long value = table.getLong();
          if (tag == 0) {
            break;
          }
          if (tag == NEEDED_LIBRARY) {
            names.add(value);
          }
        }
      }
    }
    return names;
  }

  private List<Symbol> symbols(Map<Long, Long> dynamic, ByteBuffer strings) throws IOException {
    if (!dynamic.containsKey(SYMBOL_TABLE)) {
      return List.of();
    }
    int count = symbolCount(dynamic);
    var table = read(offsetOf(value(dynamic, SYMBOL_TABLE)), (long) count * SYMBOL_BYTES);
    var versions = versionNames(dynamic, strings);
    var indices =
        dynamic.containsKey(SYMBOL_VERSIONS)
            ? read(offsetOf(value(dynamic, SYMBOL_VERSIONS)), 2L * count)
            : ByteBuffer.allocate(0);
    var found = new ArrayList<Symbol>();
    // The first symbol stands for none.
    for (int i = 1; i < count; i++) {
      int at = i * SYMBOL_BYTES;
      int binding = (table.get(at + 4) & 0xff) >> 4;
      boolean defined = table.getShort(at + 6) != 0;
      int index =
          indices.limit() == 0
              ? WITHOUT_VERSION
              : indices.getShort(2 * i) & 0xffff & ~VERSION_HIDDEN;
      if (binding != 0 && !(defined && index == LOCAL_VERSION)) {
        var version = versions.getOrDefault(index, NativeLibrary.Version.NONE);
        found.add(
            new Symbol(
                new NativeLibrary.Symbol(string(strings, table.getInt(at)), version),
                defined,
                binding == WEAK));
      }
    }
    return found;
  }

  /// The loader has no use for the number of symbols; the tables to find one by its hash tell it.
  private int symbolCount(Map<Long, Long> dynamic) throws IOException {
    long count =
        dynamic.containsKey(HASH_TABLE)
            ? Integer.toUnsignedLong(read(offsetOf(value(dynamic, HASH_TABLE)), 8).getInt(4))
            : gnuHashCount(offsetOf(value(dynamic, GNU_HASH_TABLE)));
    if (count > MAX_SYMBOLS) {
      throw new IOException("a table of " + count + " symbols");
    }
    return (int) count;
  }

  /// The chain of the last bucket ends with the last symbol (a set low bit marks the end).
  private long gnuHashCount(long table) throws IOException {
    var header = read(table, 16);
    long buckets = Integer.toUnsignedLong(header.getInt(0));
    long first = Integer.toUnsignedLong(header.getInt(4));
    long bucketsAt = table + 16 + 8 * Integer.toUnsignedLong(header.getInt(8));
    var starts = read(bucketsAt, 4 * buckets);
    long last = 0;
    while (starts.hasRemaining()) {
      last = Math.max(last, Integer.toUnsignedLong(starts.getInt()));
    }
    if (last < first) {
      return first;
    }
    long chains = bucketsAt + 4 * buckets;
    while (last < MAX_SYMBOLS && (read(chains + 4 * (last - first), 4).getInt() & 1) == 0) {
      last++;
    }
    return last + 1;
  }

  private Map<Integer, NativeLibrary.Version> versionNames(
      Map<Long, Long> dynamic, ByteBuffer strings) throws IOException {
    var names = new HashMap<Integer, NativeLibrary.Version>();
    if (dynamic.containsKey(DEFINED_VERSIONS)) {
      long at = offsetOf(value(dynamic, DEFINED_VERSIONS));
      for (long next = -1; next != 0; at += next) {
        var definition = read(at, DEFINITION_BYTES);
        var name = read(at + Integer.toUnsignedLong(definition.getInt(12)), 8).getInt(0);
        int index = definition.getShort(4) & 0xffff;
        if (index != WITHOUT_VERSION) {
          names.put(index, new NativeLibrary.Version("", string(strings, name)));
        }
        next = Integer.toUnsignedLong(definition.getInt(16));
        requireFew(names.size());
      }
    }
    if (dynamic.containsKey(NEEDED_VERSIONS)) {
      long at = offsetOf(value(dynamic, NEEDED_VERSIONS));
      for (long next = -1; next != 0; at += next) {
        var need = read(at, NEED_BYTES);
        var library = string(strings, need.getInt(4));
        long wantedAt = at + Integer.toUnsignedLong(need.getInt(8));
        for (long step = -1; step != 0; wantedAt += step) {
          var wanted = read(wantedAt, NEED_BYTES);
          names.put(
              wanted.getShort(6) & 0xffff & ~VERSION_HIDDEN,
              new NativeLibrary.Version(library, string(strings, wanted.getInt(8))));
          step = Integer.toUnsignedLong(wanted.getInt(12));
          requireFew(names.size());
        }
        next = Integer.toUnsignedLong(need.getInt(12));
      }
    }
    return names;
  }

  private static void requireFew(int versions) throws IOException {
    if (versions > MAX_VERSIONS) {
      throw new IOException("a table of versions without end");
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

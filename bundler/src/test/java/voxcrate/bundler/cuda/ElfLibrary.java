package voxcrate.bundler.cuda;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes a small native library with a name, needed libraries and symbols with versions: header,
/// two program headers (all of the file loaded at [#BASE]; the dynamic segment) and the tables of
/// the dynamic loader. Written from the gABI and the LSB, not from our reader.
public final class ElfLibrary {
  private static final int BASE = 0x10000;

  private final String name;
  private final List<String> needed = new ArrayList<>();
  private final List<String> given = new ArrayList<>();
  private final Map<String, String[]> taken = new LinkedHashMap<>();

  private ElfLibrary(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  public static ElfLibrary named(String name) {
    return new ElfLibrary(name).taking("malloc", "libc.so.6", "GLIBC_2.2.5");
  }

  public ElfLibrary needing(String library) {
    needed.add(library);
    return this;
  }

  public ElfLibrary giving(String symbol) {
    given.add(symbol);
    return this;
  }

  /// A symbol of a library whose versions are called like itself, as NVIDIA's are.
  public ElfLibrary taking(String symbol, String library) {
    return taking(symbol, library, library);
  }

  public ElfLibrary taking(String symbol, String library, String version) {
    if (!needed.contains(library)) {
      needed.add(library);
    }
    taken.put(symbol, new String[] {library, version});
    return this;
  }

  /// A symbol of anybody's.
  public ElfLibrary takingFromAnywhere(String symbol) {
    taken.put(symbol, new String[0]);
    return this;
  }

  private static final class Strings {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Strings() {
      bytes.write(0);
    }

    int add(String text) {
      int at = bytes.size();
      bytes.writeBytes((text + "\0").getBytes(StandardCharsets.ISO_8859_1));
      return at;
    }
  }

  public byte[] bytes() {
    var strings = new Strings();
    int own = strings.add(name);
    var symbols =
        ByteBuffer.allocate(24 * (1 + given.size() + taken.size())).order(ByteOrder.LITTLE_ENDIAN);
    symbols.position(24);
    var versions =
        ByteBuffer.allocate(2 * (symbols.capacity() / 24)).order(ByteOrder.LITTLE_ENDIAN);
    versions.putShort((short) 0);
    for (var symbol : given) {
      symbol(symbols, strings.add(symbol), (short) 1);
      versions.putShort((short) 2);
    }
    var needs = new ArrayList<int[]>();
    short index = 3;
    for (var entry : taken.entrySet()) {
      symbol(symbols, strings.add(entry.getKey()), (short) 0);
      if (entry.getValue().length == 0) {
        versions.putShort((short) 1);
      } else {
        needs.add(
            new int[] {strings.add(entry.getValue()[0]), strings.add(entry.getValue()[1]), index});
        versions.putShort(index++);
      }
    }
    var needNames = needed.stream().mapToInt(strings::add).toArray();
    var definitions = definitions(own);
    var wanted = wanted(needs);
    var hash = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    hash.putInt(1).putInt(symbols.capacity() / 24);

    int dynamicBytes = 16 * (8 + needNames.length + 1);
    int at = 64 + 2 * 56;
    int dynamicAt = at;
    int stringsAt = dynamicAt + dynamicBytes;
    int symbolsAt = stringsAt + strings.bytes.size();
    int versionsAt = symbolsAt + symbols.capacity();
    int definitionsAt = versionsAt + versions.capacity();
    int wantedAt = definitionsAt + definitions.capacity();
    int hashAt = wantedAt + wanted.capacity();
    int size = hashAt + hash.capacity();

    var out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    out.putShort(18, (short) 62).putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 2);
    programHeader(out, 64, 1, 0, size);
    programHeader(out, 64 + 56, 2, dynamicAt, dynamicBytes);
    out.position(dynamicAt);
    for (int needName : needNames) {
      out.putLong(1).putLong(needName);
    }
    out.putLong(14).putLong(own);
    out.putLong(5).putLong(BASE + stringsAt);
    out.putLong(10).putLong(strings.bytes.size());
    out.putLong(6).putLong(BASE + symbolsAt);
    out.putLong(4).putLong(BASE + hashAt);
    out.putLong(0x6ffffff0L).putLong(BASE + versionsAt);
    out.putLong(0x6ffffffcL).putLong(BASE + definitionsAt);
    out.putLong(needs.isEmpty() ? 0x6ffffffdL : 0x6ffffffeL).putLong(BASE + wantedAt);
    out.position(stringsAt);
    out.put(strings.bytes.toByteArray());
    out.put(symbols.clear()).put(versions.clear()).put(definitions.clear());
    out.put(wanted.clear()).put(hash.clear());
    return out.array();
  }

  private static void symbol(ByteBuffer out, int name, short section) {
    out.putInt(name).put((byte) 0x12).put((byte) 0).putShort(section).putLong(section).putLong(0);
  }

  /// Two definitions: of the file, and of the version that its symbols have.
  private static ByteBuffer definitions(int own) {
    var out = ByteBuffer.allocate(2 * 28).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 1; i <= 2; i++) {
      out.putShort((short) 1).putShort((short) (i == 1 ? 1 : 0)).putShort((short) i);
      out.putShort((short) 1).putInt(0).putInt(20).putInt(i == 1 ? 28 : 0);
      out.putInt(own).putInt(0);
    }
    return out;
  }

  private static ByteBuffer wanted(List<int[]> needs) {
    var out = ByteBuffer.allocate(32 * needs.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < needs.size(); i++) {
      var need = needs.get(i);
      out.putShort((short) 1).putShort((short) 1).putInt(need[0]).putInt(16);
      out.putInt(i + 1 < needs.size() ? 32 : 0);
      out.putInt(0).putShort((short) 0).putShort((short) need[2]).putInt(need[1]).putInt(0);
    }
    return out;
  }

  private static void programHeader(ByteBuffer out, int at, int type, long offset, long size) {
    out.putInt(at, type).putLong(at + 8, offset).putLong(at + 16, BASE + offset);
    out.putLong(at + 32, size).putLong(at + 40, size);
  }
}

package voxcrate.bundler.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes the smallest native file that asks for one version: header, two program headers (all of
/// the file loaded at [#BASE]; the dynamic segment), dynamic entries, one library with one version,
/// and the names. Written from the gABI and the LSB, not from our reader.
final class ElfFixture {
  private static final int BASE = 0x10000;
  private static final int DYNAMIC = 64 + 2 * 56;
  private static final int NEEDS = DYNAMIC + 5 * 16;
  private static final int NAMES = NEEDS + 2 * 16;

  private final String library;
  private final String version;
  private short machine = 62;
  private byte wordSize = 2;
  private int libraryNameAt = 1;
  private int versionDistance;
  private int versionCount = 1;
  private long namesSize = -1;

  private ElfFixture(String library, String version) {
    this.library = library;
    this.version = version;
  }

  static ElfFixture needing(String library, String version) {
    return new ElfFixture(library, version);
  }

  ElfFixture forMachine(int number) {
    machine = (short) number;
    return this;
  }

  ElfFixture of32Bits() {
    wordSize = 1;
    return this;
  }

  ElfFixture withNameOutside() {
    libraryNameAt = 1 << 20;
    return this;
  }

  ElfFixture withNamesOf(long bytes) {
    namesSize = bytes;
    return this;
  }

  /// Each version begins one byte after the one before.
  ElfFixture withEndlessVersions() {
    versionDistance = 1;
    return this;
  }

  /// More versions are announced than are linked.
  ElfFixture withWrongCount() {
    versionCount = 40_000;
    return this;
  }

  Path in(Path folder) throws IOException {
    return Files.write(folder.resolve("made.so"), bytes());
  }

  byte[] bytes() {
    var names = ("\0" + library + "\0" + version + "\0").getBytes(StandardCharsets.ISO_8859_1);
    int size = NAMES + names.length;
    var out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {0x7f, 'E', 'L', 'F', wordSize, 1, 1});
    out.putShort(18, machine).putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 2);
    programHeader(out, 64, 1, 0, BASE, size);
    programHeader(out, 64 + 56, 2, DYNAMIC, BASE + DYNAMIC, 5 * 16);
    dynamic(out, 0, 5, BASE + NAMES);
    dynamic(out, 1, 10, namesSize < 0 ? names.length : namesSize);
    dynamic(out, 2, 0x6ffffffeL, BASE + NEEDS);
    dynamic(out, 3, 0x6fffffffL, 1);
    out.putShort(NEEDS, (short) 1).putShort(NEEDS + 2, (short) versionCount);
    out.putInt(NEEDS + 4, libraryNameAt).putInt(NEEDS + 8, 16);
    out.putInt(NEEDS + 16 + 8, 1 + library.length() + 1);
    out.putInt(NEEDS + 16 + 12, versionDistance);
    out.put(NAMES, names);
    return out.array();
  }

  private static void programHeader(
      ByteBuffer out, int at, int type, long offset, long address, long size) {
    out.putInt(at, type).putLong(at + 8, offset).putLong(at + 16, address);
    out.putLong(at + 32, size).putLong(at + 40, size);
  }

  private static void dynamic(ByteBuffer out, int index, long tag, long value) {
    out.putLong(DYNAMIC + index * 16, tag).putLong(DYNAMIC + index * 16 + 8, value);
  }
}

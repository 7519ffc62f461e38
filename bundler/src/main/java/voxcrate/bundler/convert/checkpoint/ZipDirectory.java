package voxcrate.bundler.convert.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import voxcrate.bundle.RelativePath;
import voxcrate.bundler.convert.refusal.Refusal;

/// Reads the central directory of a zip container, and holds it to rules: every file packed as is
/// allowed and not encrypted, named once and safely, its local header in agreement, and no two
/// files sharing bytes.
final class ZipDirectory {
  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int ENCRYPTED = 1;
  private static final int SIZES_FOLLOW_DATA = 1 << 3;
  private static final int ZIP64_EXTRA = 1;
  private static final long SEE_EXTRA = 0xffffffffL;

  /// The largest published checkpoints hold some 1,300 tensors.
  private static final long MAX_ENTRIES = 65_536;

  private static final long MAX_DIRECTORY_BYTES = 16 << 20;

  private final CheckpointFile file;
  private final Set<Packing> allowed;
  private final ZipEnd end;

  private ZipDirectory(CheckpointFile file, Set<Packing> allowed) {
    this.file = file;
    this.allowed = allowed;
    this.end = ZipEnd.read(file);
  }

  /// By name, in the order of the directory.
  ///
  /// @param allowed ways in which this kind of container packs its files
  static SequencedMap<String, ZipMember> read(CheckpointFile file, Set<Packing> allowed) {
    var directory = new ZipDirectory(file, allowed);
    var entries = directory.entries();
    directory.checkApart(entries);
    return entries;
  }

  private SequencedMap<String, ZipMember> entries() {
    if (end.entries() < 0
        || end.entries() > MAX_ENTRIES
        || end.directoryBytes() > MAX_DIRECTORY_BYTES) {
      throw refuse("its directory claims " + end.entries() + " files");
    }
    var directory = file.read(end.directoryOffset(), (int) end.directoryBytes());
    var entries = new LinkedHashMap<String, ZipMember>();
    for (long i = 0; i < end.entries(); i++) {
      var entry = entry(directory);
      if (entries.putIfAbsent(entry.name(), entry) != null) {
        throw refuse("'" + entry.name() + "' is in it twice");
      }
    }
    if (directory.hasRemaining()) {
      throw refuse("its directory holds more files than it claims");
    }
    return entries;
  }

  private ZipMember entry(ByteBuffer directory) {
    if (directory.remaining() < CENTRAL_BYTES) {
      throw refuse("its directory is cut short");
    }
    var head = slice(directory, CENTRAL_BYTES);
    if (head.getInt(0) != CENTRAL_SIGNATURE) {
      throw refuse("its directory is damaged");
    }
    var name = safeName(text(slice(directory, Short.toUnsignedInt(head.getShort(28)))));
    var extra = slice(directory, Short.toUnsignedInt(head.getShort(30)));
    slice(directory, Short.toUnsignedInt(head.getShort(32)));
    var packing = packing(name, head.getShort(8), head.getShort(10));
    return located(name, packing, head, extra);
  }

  /// Resolves sizes and offset, which live in the zip64 extra field where they are saturated.
  private ZipMember located(String name, Packing packing, ByteBuffer head, ByteBuffer extra) {
    var wide = zip64(extra);
    long size = widened(head.getInt(24), wide, name);
    long packed = widened(head.getInt(20), wide, name);
    long offset = widened(head.getInt(42), wide, name);
    if (size < 0 || packed < 0 || offset < 0 || (packing == Packing.STORED && size != packed)) {
      throw refuse("'" + name + "' states two different sizes");
    }
    long dataOffset = dataOffset(name, packing, offset, packed);
    if (dataOffset > end.directoryOffset() || packed > end.directoryOffset() - dataOffset) {
      throw refuse("'" + name + "' reaches beyond the data");
    }
    long crc = Integer.toUnsignedLong(head.getInt(16));
    return new ZipMember(name, packing, offset, dataOffset, packed, size, crc);
  }

  private ByteBuffer zip64(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      int id = Short.toUnsignedInt(extra.getShort());
      var field = slice(extra, Short.toUnsignedInt(extra.getShort()));
      if (id == ZIP64_EXTRA) {
        return field;
      }
    }
    return ByteBuffer.allocate(0);
  }

  private long widened(int value, ByteBuffer wide, String name) {
    long narrow = Integer.toUnsignedLong(value);
    if (narrow != SEE_EXTRA) {
      return narrow;
    }
    if (wide.remaining() < Long.BYTES) {
      throw refuse("'" + name + "' lacks its 64-bit size");
    }
    return wide.getLong();
  }

  private long dataOffset(String name, Packing packing, long headerOffset, long packed) {
    var local = file.read(headerOffset, LOCAL_BYTES);
    int nameBytes = Short.toUnsignedInt(local.getShort(26));
    int extraBytes = Short.toUnsignedInt(local.getShort(28));
    if (local.getInt(0) != LOCAL_SIGNATURE
        || !text(file.read(headerOffset + LOCAL_BYTES, nameBytes)).equals(name)) {
      throw refuse("'" + name + "' has another name at its data than in the directory");
    }
    if (packing(name, local.getShort(6), local.getShort(8)) != packing) {
      throw refuse("'" + name + "' states two ways of packing");
    }
    long stated = Integer.toUnsignedLong(local.getInt(18));
    boolean follows = (local.getShort(6) & SIZES_FOLLOW_DATA) != 0;
    if (stated != packed && stated != SEE_EXTRA && !follows) {
      throw refuse("'" + name + "' states two different sizes");
    }
    return headerOffset + LOCAL_BYTES + nameBytes + extraBytes;
  }

  private Packing packing(String name, short flags, short method) {
    if ((flags & ENCRYPTED) != 0) {
      throw refuse("'" + name + "' is encrypted");
    }
    return Packing.of(Short.toUnsignedInt(method))
        .filter(allowed::contains)
        .orElseThrow(
            () ->
                refuse(
                    "'%s' is compressed by method %d, which such files are not"
                        .formatted(name, Short.toUnsignedInt(method))));
  }

  private void checkApart(Map<String, ZipMember> entries) {
    long previousEnd = 0;
    var byPlace = Comparator.comparingLong(ZipMember::headerOffset);
    for (var entry : entries.values().stream().sorted(byPlace).toList()) {
      if (entry.headerOffset() < previousEnd) {
        throw refuse("'" + entry.name() + "' shares bytes with another file");
      }
      previousEnd = entry.end();
    }
  }

  private String safeName(String name) {
    RelativePath.defect(name)
        .ifPresent(
            defect -> {
              throw refuse("a file in it has an unsafe name: " + defect);
            });
    return name;
  }

  private ByteBuffer slice(ByteBuffer from, int length) {
    if (length > from.remaining()) {
      throw refuse("its directory is cut short");
    }
    var part = from.slice(from.position(), length).order(from.order());
    from.position(from.position() + length);
    return part;
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private RuntimeException refuse(String found) {
    return Refusal.container(file.name(), found);
  }
}

package voxcrate.bundler.convert.checkpoint;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import voxcrate.bundler.convert.refusal.Refusal;

/// One file in a zip container.
///
/// @param headerOffset where its local header begins
/// @param dataOffset where its bytes begin in the container
/// @param packedBytes that it takes there
/// @param crc CRC-32 of the unpacked bytes, as the directory states it
record ZipMember(
    String name,
    Packing packing,
    long headerOffset,
    long dataOffset,
    long packedBytes,
    long sizeBytes,
    long crc) {

  long end() {
    return dataOffset + packedBytes;
  }

  /// The unpacked bytes, held against size and checksum. Both sizes must be small; who asks has
  /// seen to that.
  byte[] content(CheckpointFile container) {
    var packed = container.read(dataOffset, Math.toIntExact(packedBytes)).array();
    try {
      var bytes = packing.unpack(packed, Math.toIntExact(sizeBytes));
      var hash = new CRC32();
      hash.update(bytes);
      if (hash.getValue() != crc) {
        throw Refusal.container(container.name(), "'" + name + "' does not match its checksum");
      }
      return bytes;
    } catch (DataFormatException _) {
      throw Refusal.container(container.name(), "'" + name + "' does not unpack to its size");
    }
  }
}

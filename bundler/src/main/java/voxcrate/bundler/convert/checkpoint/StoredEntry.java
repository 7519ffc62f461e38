package voxcrate.bundler.convert.checkpoint;

/// One uncompressed file in a zip container.
///
/// @param headerOffset where its local header begins
/// @param dataOffset where its bytes begin in the container
/// @param crc CRC-32 of the bytes, as the directory states it
record StoredEntry(String name, long headerOffset, long dataOffset, long sizeBytes, long crc) {
  long end() {
    return dataOffset + sizeBytes;
  }
}

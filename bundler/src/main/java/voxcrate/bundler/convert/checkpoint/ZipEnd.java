package voxcrate.bundler.convert.checkpoint;

import java.nio.ByteBuffer;
import voxcrate.bundler.convert.refusal.Refusal;

/// The end of a zip container: where its central directory lies (APPNOTE 4.3.14 – 4.3.16).
///
/// torch writes the zip64 records always, so both forms are read; where both state a value, they
/// must agree.
record ZipEnd(long entries, long directoryOffset, long directoryBytes) {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT_BYTES = 0xffff;
  private static final int LOCATOR_SIGNATURE = 0x07064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int ZIP64_SIGNATURE = 0x06064b50;
  private static final int ZIP64_BYTES = 56;

  static ZipEnd read(CheckpointFile file) {
    long position = find(file);
    var end = file.read(position, END_BYTES);
    if (end.getShort(4) != 0 || end.getShort(6) != 0) {
      throw Refusal.container(file.name(), "it claims to be split over several disks");
    }
    var plain =
        new ZipEnd(
            Short.toUnsignedLong(end.getShort(10)),
            Integer.toUnsignedLong(end.getInt(16)),
            Integer.toUnsignedLong(end.getInt(12)));
    long locator = position - LOCATOR_BYTES;
    if (locator < 0 || file.read(locator, LOCATOR_BYTES).getInt(0) != LOCATOR_SIGNATURE) {
      return plain.endingAt(position, file);
    }
    long record = file.read(locator, LOCATOR_BYTES).getLong(8);
    return zip64(file.read(record, ZIP64_BYTES), plain, file).endingAt(record, file);
  }

  private static long find(CheckpointFile file) {
    int tailBytes = (int) Math.min(file.sizeBytes(), END_BYTES + MAX_COMMENT_BYTES);
    var tail = file.read(file.sizeBytes() - tailBytes, tailBytes);
    for (int at = tailBytes - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE && endsFile(tail, at)) {
        return file.sizeBytes() - tailBytes + at;
      }
    }
    throw Refusal.container(file.name(), "it has no end record, as after a broken download");
  }

  private static boolean endsFile(ByteBuffer tail, int at) {
    return at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) == tail.limit();
  }

  private static ZipEnd zip64(ByteBuffer record, ZipEnd plain, CheckpointFile file) {
    if (record.getInt(0) != ZIP64_SIGNATURE) {
      throw Refusal.container(file.name(), "its zip64 end record is missing");
    }
    var large = new ZipEnd(record.getLong(32), record.getLong(48), record.getLong(40));
    boolean agree =
        agrees(plain.entries, large.entries, 0xffffL)
            && agrees(plain.directoryOffset, large.directoryOffset, 0xffffffffL)
            && agrees(plain.directoryBytes, large.directoryBytes, 0xffffffffL);
    if (!agree) {
      throw Refusal.container(file.name(), "its two end records contradict each other");
    }
    return large;
  }

  private static boolean agrees(long small, long large, long seeOther) {
    return small == seeOther || small == large;
  }

  private ZipEnd endingAt(long position, CheckpointFile file) {
    boolean inside =
        directoryOffset >= 0
            && directoryBytes >= 0
            && directoryOffset <= position
            && directoryBytes == position - directoryOffset;
    if (!inside) {
      throw Refusal.container(file.name(), "its directory does not end where its end record says");
    }
    return this;
  }
}

package voxcrate.engine.audio.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Where the packets of a track lie (ISO 14496-12, 8.6 and 8.7; the standard calls packets
/// samples): chunks, how many packets each has, and the packets' sizes.
final class SampleTable {
  /// Three days of AAC.
  private static final int MAX_ENTRIES = 1 << 23;

  private static final int FULL_BOX_BYTES = 4;
  private static final int CHUNK_RUN_BYTES = 12;

  static final SampleTable EMPTY =
      new SampleTable(new int[0], new int[0], 0, new int[0], 0, new long[0], 0);

  /// First chunk (counted from 1) and packets a chunk, by runs.
  private final int[] runFirstChunk;

  private final int[] runPackets;
  private final int fixedBytes;
  private final int[] packetBytes;
  private final int packets;
  private final long[] chunks;

  /// In the track's time scale.
  private final long duration;

  private SampleTable(
      int[] runFirstChunk,
      int[] runPackets,
      int fixedBytes,
      int[] packetBytes,
      int packets,
      long[] chunks,
      long duration) {
    this.runFirstChunk = runFirstChunk;
    this.runPackets = runPackets;
    this.fixedBytes = fixedBytes;
    this.packetBytes = packetBytes;
    this.packets = packets;
    this.chunks = chunks;
    this.duration = duration;
  }

  static SampleTable read(RecordingInput in, Box table) throws IOException {
    var runs = entries(in, table, "stsc", CHUNK_RUN_BYTES);
    int count = runs.remaining() / CHUNK_RUN_BYTES;
    var runFirstChunk = new int[count];
    var runPackets = new int[count];
    for (int i = 0; i < count; i++) {
      runFirstChunk[i] = runs.getInt();
      runPackets[i] = runs.getInt();
      runs.getInt();
    }
    var sizes = required(in, table, "stsz").content(in, 20L + 4L * MAX_ENTRIES);
    requireBytes(sizes, 12);
    int fixedBytes = sizes.getInt(4);
    int packets = Math.max(0, sizes.getInt(8));
    var packetBytes = fixedBytes != 0 ? new int[0] : ints(sizes.position(12), packets);
    return new SampleTable(
        runFirstChunk,
        runPackets,
        fixedBytes,
        packetBytes,
        fixedBytes != 0 ? packets : packetBytes.length,
        chunks(in, table),
        duration(in, table));
  }

  int packets() {
    return packets;
  }

  int chunkCount() {
    return chunks.length;
  }

  long chunk(int index) {
    return chunks[index];
  }

  /// In bytes; not to be believed.
  int packetBytes(int packet) {
    return fixedBytes != 0 ? fixedBytes : packetBytes[packet];
  }

  long duration() {
    return duration;
  }

  /// @param run in the table of chunk runs
  boolean beginsNextRun(int chunk, int run) {
    return run + 1 < runFirstChunk.length && chunk + 1 >= runFirstChunk[run + 1];
  }

  int packetsOfChunk(int run) {
    return run < runPackets.length ? Math.max(0, runPackets[run]) : 0;
  }

  private static long[] chunks(RecordingInput in, Box table) throws IOException {
    boolean isLong = table.child(in, "co64").isPresent();
    var fields = entries(in, table, isLong ? "co64" : "stco", isLong ? Long.BYTES : Integer.BYTES);
    var chunks = new long[fields.remaining() / (isLong ? Long.BYTES : Integer.BYTES)];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = isLong ? fields.getLong() : Integer.toUnsignedLong(fields.getInt());
    }
    return chunks;
  }

  private static long duration(RecordingInput in, Box table) throws IOException {
    var fields = entries(in, table, "stts", 2 * Integer.BYTES);
    long duration = 0;
    while (fields.remaining() >= 2 * Integer.BYTES) {
      duration += Integer.toUnsignedLong(fields.getInt()) * Integer.toUnsignedLong(fields.getInt());
    }
    return duration;
  }

  private static ByteBuffer entries(RecordingInput in, Box table, String type, int entryBytes)
      throws IOException {
    var fields = required(in, table, type).content(in, 8L + (long) entryBytes * MAX_ENTRIES);
    requireBytes(fields, FULL_BOX_BYTES + Integer.BYTES);
    long stated = Integer.toUnsignedLong(fields.getInt(FULL_BOX_BYTES));
    fields.position(FULL_BOX_BYTES + Integer.BYTES);
    long whole = Math.min(stated, fields.remaining() / entryBytes);
    return fields.limit(fields.position() + (int) whole * entryBytes);
  }

  private static int[] ints(ByteBuffer fields, int stated) {
    var values = new int[Math.min(stated, fields.remaining() / Integer.BYTES)];
    fields.asIntBuffer().get(values);
    return values;
  }

  private static void requireBytes(ByteBuffer fields, int bytes) throws RefusedAudioException {
    if (fields.limit() < bytes) {
      throw RefusedAudioException.broken("an MP4 file whose table of packets is cut short");
    }
  }

  private static Box required(RecordingInput in, Box table, String type) throws IOException {
    return table
        .child(in, type)
        .orElseThrow(() -> RefusedAudioException.broken("an MP4 track without its '" + type + "'"));
  }
}

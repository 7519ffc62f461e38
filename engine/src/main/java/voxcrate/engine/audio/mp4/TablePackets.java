package voxcrate.engine.audio.mp4;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.codec.PacketSource;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Reads packets in the order of a track's table.
final class TablePackets implements PacketSource {
  static final int MAX_PACKET_BYTES = 1 << 20;

  private final RecordingInput in;
  private final SampleTable table;

  /// Bytes of one frame where packets are plain samples, which are read by chunks; else 0.
  private final int frameBytes;

  private int packet;
  private int chunk = -1;
  private int run;
  private int leftInChunk;
  private long position;

  TablePackets(RecordingInput in, SampleTable table, int frameBytes) {
    this.in = in;
    this.table = table;
    this.frameBytes = frameBytes;
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    if (!moveToPacket()) {
      return null;
    }
    int count = frameBytes == 0 ? 1 : Math.min(leftInChunk, MAX_PACKET_BYTES / frameBytes);
    count = Math.min(count, table.packets() - packet);
    int bytes = frameBytes == 0 ? table.packetBytes(packet) : count * frameBytes;
    if (bytes < 0 || bytes > MAX_PACKET_BYTES) {
      throw RefusedAudioException.broken("an MP4 track with a packet of " + bytes + " bytes");
    }
    in.position(position);
    var content = in.exactly(bytes);
    step(count, bytes);
    return content;
  }

  @Override
  public boolean skip() throws IOException {
    if (frameBytes > 0 || !moveToPacket()) {
      return false;
    }
    step(1, Math.max(0, table.packetBytes(packet)));
    return true;
  }

  private void step(int count, int bytes) {
    position += bytes;
    packet += count;
    leftInChunk -= count;
  }

  private boolean moveToPacket() {
    while (leftInChunk == 0) {
      chunk++;
      if (chunk >= table.chunkCount()) {
        return false;
      }
      while (table.beginsNextRun(chunk, run)) {
        run++;
      }
      leftInChunk = table.packetsOfChunk(run);
      position = table.chunk(chunk);
    }
    return packet < table.packets();
  }
}

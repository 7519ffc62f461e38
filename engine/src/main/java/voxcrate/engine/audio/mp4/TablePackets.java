package voxcrate.engine.audio.mp4;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.codec.PacketSource;
import voxcrate.engine.audio.stream.RecordingInput;

/// Reads packets in the order of a track's table.
final class TablePackets implements PacketSource {
  private final PacketBytes bytes;
  private final SampleTable table;

  /// Bytes of one frame where packets are plain samples, which are read by chunks; else 0.
  private final int frameBytes;

  private int packet;
  private int chunk = -1;
  private int run;
  private int leftInChunk;
  private long position;

  TablePackets(RecordingInput in, SampleTable table, int frameBytes) {
    this.bytes = new PacketBytes(in);
    this.table = table;
    this.frameBytes = frameBytes;
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    if (!moveToPacket()) {
      return null;
    }
    int count =
        frameBytes == 0 ? 1 : Math.min(leftInChunk, PacketBytes.MAX_PACKET_BYTES / frameBytes);
    count = Math.min(count, table.packets() - packet);
    int length = frameBytes == 0 ? table.packetBytes(packet) : count * frameBytes;
    var content = bytes.read(position, length);
    position += length;
    packet += count;
    leftInChunk -= count;
    return content;
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

package voxcrate.engine.audio.matroska;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.codec.PacketSource;
import voxcrate.engine.audio.stream.RecordingInput;

/// Reads the packets of one track from clusters. Behind damage it goes on at the next cluster: the
/// times of blocks tell how much is missing.
final class BlockPackets implements PacketSource {
  /// The longest of lawful frames is one of FLAC, of eight channels with 65,536 samples of 24 bits:
  /// 1.5 MiB.
  private static final int MAX_BLOCK_BYTES = 1 << 22;

  private static final double NANOS = 1e9;

  /// Where the first clusters are missing: the recording is taken to begin at 0 then.
  private static final long PLAUSIBLE_SECONDS_IN_FRONT = 60;

  private final RecordingInput in;
  private final MatroskaTrack track;
  private final long tickNanos;
  private final int sampleRate;
  /// Of the first block of any track, in ticks: where the recording begins. A broadcast that
  /// somebody tuned in to may have hours here; -1 before there is one.
  private long originTicks = -1;

  private @Nullable Block block;
  private long clusterTicks;

  /// Whether packets are missing before the next block.
  private boolean loss;

  /// Of the packet given last.
  private long start;

  private boolean isAfterLoss;

  /// Frames at the end of the block's last packet.
  private long blockDiscard;

  private long discard;

  /// Where the elements begun so far should end.
  private long statedEnd;

  /// The clusters' part of the file.
  ///
  /// @param from position of the first element inside the segment to look at
  /// @param to position behind the segment as stated, 0 where it is not
  record Extent(long from, long to) {}

  /// @param sampleRate of the decoded track
  BlockPackets(
      RecordingInput in, MatroskaTrack track, Extent extent, long tickNanos, int sampleRate)
      throws IOException {
    this.in = in;
    this.statedEnd = extent.to;
    this.track = track;
    this.tickNanos = tickNanos;
    this.sampleRate = sampleRate;
    in.position(extent.from);
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    while (block == null || block.isEmpty()) {
      long at = in.position();
      if (at >= in.size() && statedEnd > in.size()) {
        throw new EOFException();
      }
      var element = Element.next(in);
      if (element.isEmpty() ? !moveBehindDamage(at) : !take(element.get())) {
        return null;
      }
    }
    boolean isFirst = block.isWhole();
    start = isFirst ? Math.max(0, frames(clusterTicks + block.time() - originTicks)) : -1;
    isAfterLoss = isFirst && loss;
    loss &= !isFirst;
    var packet = track.whole(block.take());
    discard = block.isEmpty() ? blockDiscard : 0;
    return packet;
  }

  private long frames(long ticks) {
    return Math.round(ticks * (double) tickNanos / NANOS * sampleRate);
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public boolean isAfterLoss() {
    return isAfterLoss;
  }

  @Override
  public long discard() {
    return discard;
  }

  /// False at the end. Clusters and groups are stepped into, everything else over.
  private boolean take(Element element) throws IOException {
    switch (element.id()) {
      case Element.CLUSTER, Element.SEGMENT -> {
        statedEnd = element.isOpen() ? statedEnd : Math.max(statedEnd, element.to());
        return true;
      }
      case Element.CLUSTER_TIME -> clusterTicks = element.unsigned(in);
      case Element.SIMPLE_BLOCK -> takeBlock(element);
      case Element.BLOCK_GROUP -> takeGroup(element);
      default -> {
        // Indexes, tags, other tracks' business.
      }
    }
    if (element.to() > in.size()) {
      statedEnd = element.to();
      in.position(element.from());
      return moveBehindDamage(element.from()) || at(in.size());
    }
    in.position(element.to());
    return true;
  }

  private boolean at(long position) throws IOException {
    in.position(position);
    return true;
  }

  /// A lawful group has one block; of more, the last is heard.
  private void takeGroup(Element group) throws IOException {
    if (group.to() > in.size()) {
      return;
    }
    long discardNanos = 0;
    in.position(group.from());
    while (in.position() < group.to()) {
      var child = Element.next(in);
      if (child.isEmpty() || child.get().to() > group.to()) {
        break;
      }
      if (child.get().id() == Element.BLOCK) {
        takeBlock(child.get());
      } else if (child.get().id() == Element.DISCARD) {
        discardNanos = child.get().unsigned(in);
      }
      in.position(child.get().to());
    }
    blockDiscard = Math.round(discardNanos / NANOS * sampleRate);
  }

  private void takeBlock(Element element) throws IOException {
    if (element.to() > in.size()) {
      return;
    }
    in.position(element.from());
    var head = in.peek(Block.headBytes());
    if (originTicks < 0) {
      boolean isLate = !loss || clusterTicks > PLAUSIBLE_SECONDS_IN_FRONT * NANOS / tickNanos;
      originTicks = isLate ? clusterTicks + Block.time(head) : 0;
    }
    if (Block.track(head) != track.number()) {
      return;
    }
    var taken = Block.of(element.bytes(in, MAX_BLOCK_BYTES));
    loss |= taken.isEmpty();
    block = taken.orElse(null);
    blockDiscard = 0;
  }

  /// Leaves the input at the next cluster behind `at`; false where there is none.
  private boolean moveBehindDamage(long at) throws IOException {
    if (at >= in.size()) {
      return false;
    }
    loss = true;
    in.position(at + 1);
    int window = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      window = (window << 8) | next;
      if (window == Element.CLUSTER) {
        in.position(in.position() - Integer.BYTES);
        return true;
      }
    }
    return false;
  }
}

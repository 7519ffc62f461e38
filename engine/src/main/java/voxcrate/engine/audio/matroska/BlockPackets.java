package voxcrate.engine.audio.matroska;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.codec.PacketSource;
import voxcrate.engine.audio.stream.RecordingInput;

/// Reads the packets of one track from clusters. Behind damage it goes on at the next cluster: the
/// times of blocks tell how much is missing.
final class BlockPackets implements PacketSource {
  private static final int MAX_BLOCK_BYTES = 1 << 24;
  private static final double NANOS = 1e9;

  /// A longer hole is a number that lies.
  private static final double PLAUSIBLE_SECONDS = 3_600;

  private final RecordingInput in;
  private final MatroskaTrack track;
  private final long tickNanos;
  private final int sampleRate;
  private final Deque<byte[]> ready = new ArrayDeque<>();
  private long clusterTicks;
  private double lastSeconds;
  private boolean isAfterLoss;
  private long missing;
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
    missing = 0;
    discard = 0;
    while (ready.isEmpty()) {
      long at = in.position();
      if (at >= in.size() && statedEnd > in.size()) {
        throw new EOFException();
      }
      var element = Element.next(in);
      if (element.isEmpty() ? !moveBehindDamage(at) : !take(element.get())) {
        return null;
      }
    }
    return ready.poll();
  }

  @Override
  public long missing() {
    return missing;
  }

  @Override
  public long discard() {
    return ready.isEmpty() ? discard : 0;
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

  private void takeGroup(Element group) throws IOException {
    if (group.to() > in.size()) {
      return;
    }
    in.position(group.from());
    while (in.position() < group.to()) {
      var child = Element.next(in);
      if (child.isEmpty() || child.get().to() > group.to()) {
        return;
      }
      if (child.get().id() == Element.BLOCK) {
        takeBlock(child.get());
      } else if (child.get().id() == Element.DISCARD) {
        discard = Math.round(child.get().unsigned(in) / NANOS * sampleRate);
      }
      in.position(child.get().to());
    }
  }

  private void takeBlock(Element element) throws IOException {
    if (element.to() > in.size()) {
      return;
    }
    in.position(element.from());
    if (Block.track(in.peek(Block.headBytes())) != track.number()) {
      return;
    }
    var block = Block.of(element.bytes(in, MAX_BLOCK_BYTES));
    if (block.isEmpty()) {
      isAfterLoss = true;
      return;
    }
    double seconds = (clusterTicks + block.get().time()) * (double) tickNanos / NANOS;
    if (isAfterLoss && seconds > lastSeconds && seconds - lastSeconds < PLAUSIBLE_SECONDS) {
      missing = Math.round((seconds - lastSeconds) * sampleRate);
    }
    isAfterLoss = false;
    lastSeconds = seconds;
    for (var packet : block.get().packets()) {
      ready.add(track.whole(packet));
    }
  }

  /// Leaves the input at the next cluster behind `at`; false where there is none.
  private boolean moveBehindDamage(long at) throws IOException {
    if (at >= in.size()) {
      return false;
    }
    isAfterLoss = true;
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

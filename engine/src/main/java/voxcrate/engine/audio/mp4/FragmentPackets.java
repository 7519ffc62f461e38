package voxcrate.engine.audio.mp4;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.codec.PacketSource;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Reads the packets of a track from fragments (ISO 14496-12, 8.8), as recorders write them that
/// may be cut off, and streaming services. One table at a time is held.
final class FragmentPackets implements PacketSource {
  private static final int MAX_HEAD_BYTES = 1 << 10;
  private static final int HAS_BASE = 0x1;
  private static final int HAS_DESCRIPTION = 0x2;
  private static final int HAS_DURATION = 0x8;
  private static final int HAS_SIZE = 0x10;

  private final RecordingInput in;
  private final int trackId;
  private final int trackDefaultBytes;
  private final PacketBytes bytes;

  /// Bytes of one frame where packets are plain samples, which are read many at a time; else 0.
  private final int frameBytes;

  /// Position of the next box to look at, and of the fragment being read.
  private long at;

  private long fragment;

  /// Of the fragment being read, and of the part of it that is the track's.
  private final Deque<Box> parts = new ArrayDeque<>();

  private final Deque<Box> tables = new ArrayDeque<>();
  private long base;
  private int defaultBytes;
  private FragmentRun run = FragmentRun.NONE;

  /// @param from position of the first box to look at
  /// @param trackDefaultBytes of a packet where fragments say nothing
  FragmentPackets(
      RecordingInput in, int trackId, int trackDefaultBytes, int frameBytes, long from) {
    this.in = in;
    this.trackId = trackId;
    this.trackDefaultBytes = trackDefaultBytes;
    this.frameBytes = frameBytes;
    this.bytes = new PacketBytes(in);
    this.at = from;
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    while (run.isOver()) {
      if (!tables.isEmpty()) {
        run = FragmentRun.read(in, tables.remove(), base, run.position(), defaultBytes);
      } else if (!parts.isEmpty()) {
        beginPart(parts.remove());
      } else if (!beginFragment()) {
        return null;
      }
    }
    long position = run.position();
    return bytes.read(position, run.take(frameBytes));
  }

  /// False at the end.
  private boolean beginFragment() throws IOException {
    var box = Box.at(in, at, in.size());
    if (box.isEmpty() || box.get().to() <= at) {
      return false;
    }
    if (box.get().type().equals("moof")) {
      fragment = at;
      keep(parts, box.get(), "traf");
    }
    at = box.get().to();
    return true;
  }

  private void beginPart(Box part) throws IOException {
    var header = part.child(in, "tfhd");
    if (header.isEmpty()) {
      return;
    }
    var fields = header.get().content(in, MAX_HEAD_BYTES);
    if (fields.remaining() < 8 || fields.getInt(4) != trackId) {
      return;
    }
    int flags = fields.getInt(0) & 0xFF_FFFF;
    int needed =
        8
            + ((flags & HAS_BASE) != 0 ? 8 : 0)
            + ((flags & HAS_DESCRIPTION) != 0 ? 4 : 0)
            + ((flags & HAS_DURATION) != 0 ? 4 : 0)
            + ((flags & HAS_SIZE) != 0 ? 4 : 0);
    if (fields.remaining() < needed) {
      throw RefusedAudioException.broken("an MP4 fragment whose head is cut short");
    }
    fields.position(8);
    base = (flags & HAS_BASE) != 0 ? fields.getLong() : fragment;
    fields.position(needed - ((flags & HAS_SIZE) != 0 ? 4 : 0));
    defaultBytes = (flags & HAS_SIZE) != 0 ? fields.getInt() : trackDefaultBytes;
    run = FragmentRun.endingAt(base);
    keep(tables, part, "trun");
  }

  private void keep(Deque<Box> queue, Box parent, String type) throws IOException {
    for (var child : parent.children(in)) {
      if (child.type().equals(type)) {
        queue.add(child);
      }
    }
  }
}

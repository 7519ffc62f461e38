package voxcrate.engine.audio.mpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.codec.PacketSource;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Finds the frames of a stream of MPEG audio, and steps over what lies between: tags, and what
/// else people's tools leave there.
final class MpegFrames implements PacketSource {
  /// Headers one behind the other that are no coincidence.
  private static final int CONVINCING = 3;

  private final RecordingInput in;
  private final long end;
  private @Nullable MpegHeader first;

  /// @param end position behind the last byte of the stream
  MpegFrames(RecordingInput in, long end) {
    this.in = in;
    this.end = end;
  }

  /// The next frame with its header.
  @Override
  public byte @Nullable [] next() throws IOException {
    var header = moveToNext();
    if (header == null) {
      return null;
    }
    int bytes = (int) Math.min(header.bytes(), end - in.position());
    var frame = in.readNBytes(bytes);
    return frame.length < header.bytes() ? null : frame;
  }

  @Override
  public boolean skip() throws IOException {
    var header = moveToNext();
    if (header == null) {
      return false;
    }
    in.position(in.position() + header.bytes());
    return true;
  }

  /// What the frame at the input's position says about the length of the rest, if that is all that
  /// is in it.
  Optional<MpegTag> tag() throws IOException {
    var header = headerHere();
    return header == null ? Optional.empty() : MpegTag.of(header, in.peek(header.bytes()));
  }

  /// The same behind other frames.
  Optional<MpegTag> tagOfJoined() throws IOException {
    var header = headerHere();
    return header == null ? Optional.empty() : MpegTag.ofJoined(header, in.peek(header.bytes()));
  }

  /// Whether more than `count` frames are left. The input stays where it is.
  boolean goOnAfter(long count) throws IOException {
    long here = in.position();
    try {
      for (long i = 0; i < count; i++) {
        if (!skip()) {
          return false;
        }
      }
      return moveToNext() != null;
    } catch (RefusedAudioException _) {
      // What follows is sound of another kind.
      return true;
    } finally {
      in.position(here);
    }
  }

  /// Leaves the input at the next frame's header. Where the stream goes on as it should, that is
  /// here; elsewhere a header counts only when another follows its frame.
  @Nullable MpegHeader moveToNext() throws IOException {
    var here = headerHere();
    if (here != null && first != null) {
      return here;
    }
    for (boolean searched = false; true; searched = true) {
      Id3Tag.skip(in);
      here = headerHere();
      // One of free format names no length, so nothing else can confirm it.
      if (here != null && (here.isFreeFormat() ? !searched : isFollowed(here))) {
        first = first == null ? here : first;
        return here;
      }
      if (first != null && isOtherStream()) {
        throw RefusedAudioException.unsupported(
            "joined to it is an MP3 file of another kind or sample rate");
      }
      if (!moveToSyncByte()) {
        return null;
      }
    }
  }

  /// Whether frames that follow each other begin here, and are none of this stream.
  private boolean isOtherStream() throws IOException {
    long here = in.position();
    var other = new MpegFrames(in, end);
    other.first = other.headerHere();
    int found = 0;
    for (var header = other.headerHere();
        header != null && found < CONVINCING;
        header = other.headerHere()) {
      found++;
      in.position(in.position() + header.bytes());
    }
    in.position(here);
    return found == CONVINCING;
  }

  private @Nullable MpegHeader headerHere() throws IOException {
    return headerAt(in.position());
  }

  private @Nullable MpegHeader headerAt(long position) throws IOException {
    long here = in.position();
    in.position(position);
    var bytes = in.readNBytes(MpegHeader.BYTES);
    in.position(here);
    if (bytes.length < MpegHeader.BYTES || position + MpegHeader.BYTES > end) {
      return null;
    }
    Optional<MpegHeader> header = MpegHeader.of(ByteBuffer.wrap(bytes).getInt());
    return header
        .filter(h -> first == null || (!h.isFreeFormat() && h.isOfStream(first)))
        .orElse(null);
  }

  private boolean isFollowed(MpegHeader header) throws IOException {
    long behind = in.position() + header.bytes();
    var next = headerAt(behind);
    return behind == end || (next != null && next.isOfStream(header));
  }

  /// Leaves the input at the next byte, not this one, that a header or a tag may begin with.
  private boolean moveToSyncByte() throws IOException {
    in.position(in.position() + 1);
    for (long at = in.position(); at < end; at++) {
      int next = in.read();
      if (next == 0xFF || next == 'I') {
        in.position(at);
        return true;
      }
      if (next < 0) {
        return false;
      }
    }
    return false;
  }
}

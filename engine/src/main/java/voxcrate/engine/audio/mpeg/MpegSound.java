package voxcrate.engine.audio.mpeg;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.codec.PacketSource;

/// The frames with sound of an MP3 file, or of several that were joined into one. Frames that hold
/// nothing but a length are stepped over; of the last file's end, what its encoder padded is
/// dropped.
final class MpegSound implements PacketSource {
  private final MpegFrames frames;
  private final MpegHeader first;

  /// Of the file being read, and how many of its frames are behind.
  private MpegTag tag = MpegTag.NONE;

  private long inFile;

  /// Whether sound follows where the file being read should end; unknown up to its last frames.
  private @Nullable Boolean goesOn;

  private boolean begun;
  private long discard;

  MpegSound(MpegFrames frames, MpegHeader first) {
    this.frames = frames;
    this.first = first;
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    if (!moveToSound()) {
      return null;
    }
    discard = padded();
    inFile++;
    return frames.next();
  }

  /// Frames that are padded are not stepped over: they have to be cut.
  @Override
  public boolean skip() throws IOException {
    if (!moveToSound() || padded() > 0) {
      return false;
    }
    inFile++;
    return frames.skip();
  }

  @Override
  public long discard() {
    return discard;
  }

  /// Leaves the input at the next frame with sound; false at the end.
  private boolean moveToSound() throws IOException {
    while (frames.moveToNext() != null) {
      var found = begun ? frames.tagOfJoined() : frames.tag();
      begun = true;
      if (found.isEmpty()) {
        return true;
      }
      tag = found.get();
      inFile = 0;
      goesOn = null;
      frames.skip();
    }
    return false;
  }

  /// Samples at the end of the next frame that are behind the end of the recording.
  private long padded() throws IOException {
    long end = tag.frames() * first.samples() - tag.surplus();
    long behind = (inFile + 1) * first.samples() - end;
    if (tag.frames() <= inFile || behind <= 0) {
      return 0;
    }
    if (goesOn == null) {
      goesOn = frames.goOnAfter(tag.frames() - inFile);
    }
    return goesOn ? 0 : Math.min(behind, first.samples());
  }
}

package voxcrate.engine.audio.flac;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.stream.DamageLog;
import voxcrate.engine.audio.stream.PcmFormat;
import voxcrate.engine.audio.stream.PcmStream;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Decodes the frames of a FLAC file. Every frame's checksums are compared: damage is silence with
/// a word about it, never heard.
///
/// Our own, because recordings are untrusted: the one library on Maven does not come back from some
/// damaged files and turns others into silence (`docs/adr/0008-own-flac-decoder.md`).
final class FlacStream implements PcmStream {
  private final FlacDescription description;
  private final FlacSearch search;
  private final FlacBits bits;
  private final DamageLog damage;
  private @Nullable FlacFrame frame;
  private int frameAt;

  /// Frames of sound (not FLAC's frames) up to the end of `frame`.
  private long decoded;

  /// What is put in for frames that were lost before `frame`.
  private long silence;

  FlacStream(RecordingInput in, FlacDescription description, DamageLog damage) {
    this.description = description;
    this.damage = damage;
    this.bits = new FlacBits(in);
    this.search = new FlacSearch(in, bits, description);
  }

  @Override
  public PcmFormat format() {
    return description.format();
  }

  @Override
  public int read(float[] interleaved, int maxFrames) throws IOException {
    if (frame == null || frameAt == frame.blockSize()) {
      frame = next();
      frameAt = 0;
    }
    if (silence > 0) {
      int frames = (int) Math.min(silence, maxFrames);
      Arrays.fill(interleaved, 0, frames * format().channels(), 0);
      silence -= frames;
      return frames;
    }
    if (frame == null) {
      return 0;
    }
    int take = Math.min(maxFrames, frame.blockSize() - frameAt);
    frame.copy(frameAt, take, interleaved, 0);
    frameAt += take;
    return take;
  }

  /// Null at the end. What follows the last sample, such as tags of other formats, is not looked
  /// at.
  private @Nullable FlacFrame next() throws IOException {
    long stated = format().frames();
    if ((stated >= 0 && decoded >= stated) || bits.isAtEnd()) {
      return null;
    }
    long start = search.position();
    try {
      var next = FlacFrame.read(bits, description.sampleBits());
      if (next.channels() != format().channels()) {
        throw new FlacException("the number of channels changes");
      }
      decoded += next.blockSize();
      return next;
    } catch (EOFException | FlacException e) {
      return nextAfterDamage(start, e);
    }
  }

  private FlacFrame nextAfterDamage(long start, IOException cause) throws IOException {
    var found =
        cause instanceof FlacException ? cause.getMessage() : "the file ends inside a frame";
    var next = search.nextFrame(start + 1, decoded);
    if (next == null) {
      throw RefusedAudioException.broken(String.valueOf(found));
    }
    silence = next.firstSample(description.blockSize()) - decoded;
    damage.lost(decoded, silence, String.valueOf(found));
    decoded += silence + next.blockSize();
    return next;
  }
}

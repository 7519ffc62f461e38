package voxcrate.engine.audio.mpeg;

import java.io.IOException;
import voxcrate.engine.audio.codec.MpegPackets;
import voxcrate.engine.audio.codec.PacketStream;
import voxcrate.engine.audio.codec.PacketStream.Extent;
import voxcrate.engine.audio.stream.AudioContainer;
import voxcrate.engine.audio.stream.DamageLog;
import voxcrate.engine.audio.stream.PcmStream;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Reads the head of an MP3 file (layers I and II too): tags, and the frame that holds the length.
public final class MpegFile {
  /// Frames in a row that make a file without any magic an MP3 file.
  private static final int CONVINCING_FRAMES = 3;

  private static final int LOOKED_AT_BYTES = 1 << 16;

  private MpegFile() {}

  /// Whether frames of MPEG audio begin within the first bytes. The input stays where it is.
  public static boolean isLikely(RecordingInput in) throws IOException {
    long here = in.position();
    var frames = new MpegFrames(in, Math.min(in.size(), here + LOOKED_AT_BYTES));
    int found = 0;
    while (found < CONVINCING_FRAMES && frames.skip()) {
      found++;
    }
    boolean likely = found == CONVINCING_FRAMES || (found > 0 && in.position() == in.size());
    in.position(here);
    return likely;
  }

  public static AudioContainer read(RecordingInput in) throws IOException {
    var frames = new MpegFrames(in, in.size());
    var first = first(frames);
    return AudioContainer.of(first.codec(), damage -> open(frames, first, damage));
  }

  /// A stream that begins at the input's position and ends at `end`, as inside a WAV file.
  public static PcmStream open(RecordingInput in, long end, DamageLog damage) throws IOException {
    var frames = new MpegFrames(in, end);
    return open(frames, first(frames), damage);
  }

  private static MpegHeader first(MpegFrames frames) throws IOException {
    var first = frames.moveToNext();
    if (first == null) {
      throw RefusedAudioException.broken("an MP3 file without one frame of sound");
    }
    if (first.isFreeFormat()) {
      throw RefusedAudioException.unsupported("an MP3 file in free format");
    }
    if (first.layer() == 2 && first.version() != 10) {
      // JLayer 1.0.1 gives nothing for these.
      throw RefusedAudioException.unsupported("an MP2 file at a sample rate below 32 kHz");
    }
    return first;
  }

  private static PcmStream open(MpegFrames frames, MpegHeader first, DamageLog damage)
      throws IOException {
    var tag = frames.tag().orElse(MpegTag.NONE);
    long sound = tag.frames() * first.samples() - tag.delay() - tag.padding();
    return new PacketStream(
        new MpegSound(frames, first),
        new MpegPackets(first.sampleRate(), first.channels()),
        first.samples(),
        Extent.expected(tag.trim(), sound > 0 ? sound : -1),
        damage);
  }
}

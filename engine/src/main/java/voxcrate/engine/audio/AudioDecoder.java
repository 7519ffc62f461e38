package voxcrate.engine.audio;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import voxcrate.engine.EngineCode;
import voxcrate.engine.audio.ffmpeg.FfmpegStream;
import voxcrate.engine.audio.stream.AudioContainer;
import voxcrate.engine.audio.stream.AudioTrack;
import voxcrate.engine.audio.stream.Damage;
import voxcrate.engine.audio.stream.DamageLog;
import voxcrate.engine.audio.stream.PcmFormat;
import voxcrate.engine.audio.stream.PcmStream;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;
import voxcrate.problem.ToolException;

/// Gives the samples of one track of a recording as they were stored: all channels, own sample
/// rate.
///
/// What can be saved of a damaged file is given, and [#damage] tells afterwards what is missing.
/// Only a file of which nothing can be decoded is refused, with a
/// [voxcrate.problem.ToolException]. Not thread-safe; the owner closes it.
final class AudioDecoder implements AutoCloseable {
  /// Shorter than this, a file that ends before its stated end is what its writer meant: encoders
  /// state lengths in whole packets.
  private static final double TOLERATED_SECONDS = 0.05;

  /// What is said where a decoder, ours or a library's, does not get along with what it is given.
  /// A file made to do so must not end the work on others.
  private static final String BEYOND_DECODER = "bytes that the decoder makes no sense of";

  private final Path file;
  private final RecordingInput in;
  private final PcmStream stream;
  private final DamageLog losses;
  private long framesRead;
  private boolean ended;

  private AudioDecoder(Path file, RecordingInput in, PcmStream stream, DamageLog losses) {
    this.file = file;
    this.in = in;
    this.stream = stream;
    this.losses = losses;
  }

  /// Tells the kind of file by its first bytes; the name's extension is not asked. What is not
  /// decoded here goes to FFmpeg, where the options name one.
  static AudioDecoder open(Path file, DecodingOptions options) {
    try {
      return withInput(file, in -> open(file, in, options.track()));
    } catch (ToolException refusal) {
      if (refusal.problem().code() == EngineCode.AUDIO_UNSUPPORTED
          && options.ffmpeg().isPresent()) {
        return openByFfmpeg(file, options.ffmpeg().get(), options.track());
      }
      throw refusal;
    }
  }

  private static AudioDecoder open(Path file, RecordingInput in, int number) throws IOException {
    return open(file, in, AudioKind.container(file, in), number);
  }

  /// @param number of the track, counted from 1
  static AudioDecoder open(Path file, RecordingInput in, AudioContainer container, int number)
      throws IOException {
    var losses = new DamageLog();
    var stream = container.open(track(file, container, number), losses);
    var format = stream.format();
    if (!format.isSupported()) {
      throw AudioProblem.unsupported(
          file, format.sampleRate() + " Hz with " + format.channels() + " channels");
    }
    return new AudioDecoder(file, in, stream, losses);
  }

  private static AudioDecoder openByFfmpeg(Path file, Path program, int track) {
    return withInput(
        file,
        in -> {
          try {
            var stream = FfmpegStream.open(program, file, track);
            if (!stream.format().isSupported()) {
              stream.close();
              throw AudioProblem.unsupported(file, "FFmpeg gives " + stream.format());
            }
            return new AudioDecoder(file, in, stream, new DamageLog());
          } catch (RefusedAudioException e) {
            throw AudioProblem.refused(file, e);
          } catch (IOException e) {
            throw AudioProblem.noFfmpeg(program, e);
          }
        });
  }

  /// @param track counted from 1 among the tracks with sound
  static AudioDecoder open(Path file, int track) {
    return open(file, DecodingOptions.DEFAULT.withTrack(track));
  }

  /// The tracks with sound: at least one.
  static List<AudioTrack> tracks(Path file) {
    return withInput(
        file,
        in -> {
          try (in) {
            var container = AudioKind.container(file, in);
            track(file, container, 1);
            return container.tracks();
          }
        });
  }

  PcmFormat format() {
    return stream.format();
  }

  /// Takes up to `maxFrames` frames (one sample of each channel, in [-1, 1], interleaved).
  ///
  /// @return frames written to `interleaved`, 0 at the end of the recording only
  int read(float[] interleaved, int maxFrames) {
    if (ended) {
      return 0;
    }
    int frames;
    try {
      frames = stream.read(interleaved, maxFrames);
    } catch (EOFException e) {
      return end("the file ends in the middle of something", e);
    } catch (RefusedAudioException e) {
      return end(e.found(), e);
    } catch (IOException e) {
      throw AudioProblem.unreadable(file, e);
    } catch (RuntimeException e) {
      return end(BEYOND_DECODER, new IOException(e));
    }
    framesRead += frames;
    if (frames == 0) {
      end("the file ends before its stated end");
    }
    return frames;
  }

  /// Steps over frames without giving them, cheaply where the format allows it.
  ///
  /// @return frames stepped over: 0 where they have to be read and dropped
  long skip(long frames) {
    try {
      long skipped = ended ? 0 : stream.skip(frames);
      framesRead += skipped;
      return skipped;
    } catch (RefusedAudioException | EOFException | RuntimeException _) {
      // Reading meets the same place again, and tells.
      return 0;
    } catch (IOException e) {
      throw AudioProblem.unreadable(file, e);
    }
  }

  /// What was lost up to here; complete when [#read] has given 0.
  Optional<Damage> damage() {
    return losses.summary(format());
  }

  @Override
  public void close() {
    stream.close();
    closeQuietly(in);
  }

  /// Whatever comes behind this place is lost.
  private int end(String found, IOException cause) {
    if (framesRead <= losses.missing()) {
      throw cause instanceof RefusedAudioException refused
          ? AudioProblem.refused(file, refused)
          : AudioProblem.broken(file, found, cause);
    }
    losses.lost(framesRead, Math.max(0, format().frames() - framesRead), found);
    ended = true;
    return 0;
  }

  private void end(String found) {
    ended = true;
    if (framesRead > 0 && losses.missing() >= framesRead) {
      throw AudioProblem.refused(file, RefusedAudioException.broken(losses.found()));
    }
    long missing = format().frames() - framesRead;
    if (framesRead > 0 && stream.isLengthExact() && format().seconds(missing) > TOLERATED_SECONDS) {
      losses.lost(framesRead, missing, found);
    }
  }

  private static AudioTrack track(Path file, AudioContainer container, int number) {
    var tracks = container.tracks();
    if (tracks.isEmpty()) {
      throw AudioProblem.withoutSound(file);
    }
    if (number > tracks.size()) {
      throw AudioProblem.noSuchTrack(file, number, tracks);
    }
    return tracks.get(number - 1);
  }

  private static <T> T withInput(Path file, Step<T> step) {
    RecordingInput in;
    try {
      in = RecordingInput.open(file);
    } catch (IOException e) {
      throw AudioProblem.unreadable(file, e);
    }
    try {
      return step.take(in);
    } catch (RefusedAudioException e) {
      closeQuietly(in);
      throw AudioProblem.refused(file, e);
    } catch (EOFException e) {
      closeQuietly(in);
      throw AudioProblem.broken(file, "the file ends inside its head", e);
    } catch (IOException e) {
      closeQuietly(in);
      throw AudioProblem.unreadable(file, e);
    } catch (ToolException e) {
      closeQuietly(in);
      throw e;
    } catch (RuntimeException e) {
      closeQuietly(in);
      throw AudioProblem.broken(file, BEYOND_DECODER, e);
    }
  }

  private static void closeQuietly(RecordingInput in) {
    try {
      in.close();
    } catch (IOException _) {
      // Nothing was written; the reading is over either way.
    }
  }

  @FunctionalInterface
  private interface Step<T> {
    T take(RecordingInput in) throws IOException;
  }
}

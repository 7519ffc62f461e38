package voxcrate.engine.audio;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A recording as the models hear it: one channel, float samples in [-1, 1], at the models' sample
/// rate. It is read once, from front to back, and never held as a whole.
///
/// Not thread-safe; the owner closes it.
public final class Waveform implements AutoCloseable {
  private static final String CANCELLED =
      "in the mean of the channels most of the sound is lost, as if one were another upside down:"
          + " hear one of them with --channel 1";

  private final Recording recording;
  private final DecodingOptions options;
  private final int sampleRate;
  private final long samplesWanted;
  private final ChannelMix mix;
  private final Loudness loudness;
  private final List<HeardFile> finished = new ArrayList<>();
  private FileSamples current;
  private double currentStart;
  private long samplesRead;

  Waveform(Recording recording, DecodingOptions options, ChannelChoice choice, int sampleRate) {
    this.recording = recording;
    this.options = options;
    this.sampleRate = sampleRate;
    this.samplesWanted = samples(recording.range(), sampleRate);
    this.mix = new ChannelMix(choice);
    this.loudness = new Loudness(sampleRate);
    this.current = open(recording.files().getFirst());
    skip(recording.range().startSeconds());
  }

  /// One whole file.
  ///
  /// @throws voxcrate.problem.ToolException when the file is absent, broken or of another kind
  public static Waveform open(Path file, ChannelChoice choice, int sampleRate) {
    return Recording.of(List.of(file), DecodingOptions.DEFAULT, TimeRange.WHOLE)
        .listen(choice, sampleRate);
  }

  /// Samples a second, on this side of the resampler.
  public int sampleRate() {
    return sampleRate;
  }

  /// Where listening begins, on the recording's time line.
  public double startSeconds() {
    return recording.range().startSeconds();
  }

  /// Length as the files state it; 0 where they do not.
  public double statedSeconds() {
    return recording.statedSeconds();
  }

  /// Length of what has been read so far.
  public double secondsRead() {
    return samplesRead / (double) sampleRate;
  }

  /// Fills `target` from `from` on, as far as the recording goes.
  ///
  /// @return samples written: fewer than `length` only at the end
  public int read(float[] target, int from, int length) {
    int wanted = (int) Math.min(length, samplesWanted - samplesRead);
    int written = current.read(target, from, wanted);
    while (written < wanted && nextFile()) {
      written += current.read(target, from + written, wanted - written);
    }
    loudness.add(target, from, written);
    samplesRead += written;
    if (samplesRead == 0 && length > 0) {
      throw nothingHeard();
    }
    return written;
  }

  /// The files gone through so far, on the recording's time line.
  public List<HeardFile> files() {
    var files = new ArrayList<>(finished);
    files.add(current.heard(currentStart));
    return List.copyOf(files);
  }

  /// Of what has been read so far.
  public Loudness loudness() {
    return loudness;
  }

  /// Whether there are several channels, and all hold the same sound in what has been read so far.
  public boolean channelsAreTheSame() {
    return mix.allTheSame();
  }

  /// What a listener would have noticed in what has been read so far, in sentences.
  public List<String> remarks() {
    return mix.cancels() ? List.of(CANCELLED) : List.of();
  }

  @Override
  public void close() {
    current.close();
  }

  private static long samples(TimeRange range, int sampleRate) {
    return range.endSeconds() == Double.POSITIVE_INFINITY
        ? Long.MAX_VALUE
        : Math.round(range.seconds() * sampleRate);
  }

  private void skip(double seconds) {
    try {
      double left = seconds - current.skip(seconds);
      while (left > 0 && nextFile()) {
        left -= current.skip(left);
      }
    } catch (RuntimeException e) {
      current.close();
      throw e;
    }
  }

  /// Goes on to the next file; false at the last one.
  private boolean nextFile() {
    int next = finished.size() + 1;
    if (next == recording.files().size()) {
      return false;
    }
    finished.add(current.heard(currentStart));
    current.close();
    currentStart = finished.getLast().endSeconds();
    current = open(recording.files().get(next));
    return true;
  }

  private FileSamples open(Path file) {
    return FileSamples.open(file, options, mix, sampleRate);
  }

  private RuntimeException nothingHeard() {
    var file = recording.files().getLast();
    double start = recording.range().startSeconds();
    return start == 0
        ? AudioProblem.empty(file)
        : AudioProblem.outside(file, start, currentStart + current.seconds());
  }
}

package voxcrate.engine.audio;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import voxcrate.engine.audio.stream.PcmFormat;

/// What is listened to: one file, or several that follow one another on one time line, whole or a
/// stretch of it. It can be listened to more than once.
public final class Recording {
  private final List<Path> files;
  private final List<PcmFormat> formats;
  private final DecodingOptions options;
  private final TimeRange range;

  private Recording(
      List<Path> files, List<PcmFormat> formats, DecodingOptions options, TimeRange range) {
    this.files = List.copyOf(files);
    this.formats = List.copyOf(formats);
    this.options = options;
    this.range = range;
  }

  /// Reads the head of every file: a bad one of many is known before hours of listening.
  ///
  /// @param files at least one, in order of time
  /// @param range on the time line of all files
  /// @throws voxcrate.problem.ToolException when one is absent, or holds no sound that can be
  ///     decoded
  public static Recording of(List<Path> files, DecodingOptions options, TimeRange range) {
    var formats = new ArrayList<PcmFormat>();
    for (var file : files) {
      try (var decoder = AudioDecoder.open(file, options)) {
        formats.add(decoder.format());
      }
    }
    return new Recording(files, formats, options, range);
  }

  public List<Path> files() {
    return files;
  }

  public TimeRange range() {
    return range;
  }

  /// Channels of every file.
  ///
  /// @throws voxcrate.problem.ToolException when the files differ
  public int channels() {
    int channels = formats.getFirst().channels();
    for (int i = 1; i < files.size(); i++) {
      if (formats.get(i).channels() != channels) {
        throw AudioProblem.channelsDiffer(files.get(i), formats.get(i).channels(), channels);
      }
    }
    return channels;
  }

  /// Length of what will be heard as the files state it; 0 where one does not.
  public double statedSeconds() {
    double seconds = 0;
    for (var format : formats) {
      if (format.frames() < 0) {
        return Math.max(0, range.endSeconds() < Double.POSITIVE_INFINITY ? range.seconds() : 0);
      }
      seconds += format.seconds(format.frames());
    }
    return Math.max(0, Math.min(seconds, range.endSeconds()) - range.startSeconds());
  }

  /// Begins at the beginning of the range.
  ///
  /// @throws voxcrate.problem.ToolException when a file is broken or lacks the channel
  public Waveform listen(ChannelChoice choice, int sampleRate) {
    if (choice instanceof ChannelChoice.Single(int number)) {
      for (int i = 0; i < files.size(); i++) {
        if (number > formats.get(i).channels()) {
          throw AudioProblem.noSuchChannel(files.get(i), number, formats.get(i).channels());
        }
      }
    }
    return new Waveform(this, options, choice, sampleRate);
  }
}

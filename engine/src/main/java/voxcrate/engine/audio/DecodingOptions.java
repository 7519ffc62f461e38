package voxcrate.engine.audio;

import java.nio.file.Path;
import java.util.Optional;

/// What is asked of the decoder of a recording.
///
/// @param track which of the file's tracks with sound, counted from 1
/// @param ffmpeg the program to call for what is not decoded here; empty unless the operator allows
///     it
public record DecodingOptions(int track, Optional<Path> ffmpeg) {
  public static final DecodingOptions DEFAULT = new DecodingOptions(1, Optional.empty());

  public DecodingOptions {
    if (track < 1) {
      throw new IllegalArgumentException("tracks are counted from 1");
    }
  }

  public DecodingOptions withTrack(int number) {
    return new DecodingOptions(number, ffmpeg);
  }

  public DecodingOptions withFfmpeg(Path program) {
    return new DecodingOptions(track, Optional.of(program));
  }
}

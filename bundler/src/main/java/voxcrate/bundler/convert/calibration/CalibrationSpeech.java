package voxcrate.bundler.convert.calibration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;

/// Recordings by which ranges are found: conversations of synthetic voices, the demo's own.
final class CalibrationSpeech {
  private static final List<String> NAMES =
      List.of("sample-01.wav", "sample-02.wav", "sample-03.wav");

  /// Of a WAV file that has nothing but its format before the samples.
  private static final int HEADER_BYTES = 44;

  private CalibrationSpeech() {}

  /// Ten seconds each at 16 kHz, range -1 to 1.
  static Stream<float[]> waveforms() {
    return NAMES.stream().map(CalibrationSpeech::waveform);
  }

  private static float[] waveform(String name) {
    try (var in = CalibrationSpeech.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      in.skipNBytes(HEADER_BYTES);
      var samples = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      var waveform = new float[samples.remaining() / Short.BYTES];
      for (int t = 0; t < waveform.length; t++) {
        waveform[t] = samples.getShort() / 32768f;
      }
      return waveform;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

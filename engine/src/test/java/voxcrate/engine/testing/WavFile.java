package voxcrate.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Makes WAV files to read, good and bad.
public final class WavFile {
  private static final int PCM = 1;
  private static final int HEADER_BYTES = 44;

  private WavFile() {}

  /// A 16-bit PCM file of interleaved samples in [-1, 1].
  public static byte[] pcm16(int sampleRate, int channels, float... interleaved) {
    var bytes = new byte[2 * interleaved.length];
    var data = littleEndian(bytes);
    for (float sample : interleaved) {
      data.putShort((short) Math.clamp(Math.round(sample * 32768), -32768, 32767));
    }
    return withHeader(PCM, 16, sampleRate, channels, bytes);
  }

  /// A file whose `data` chunk holds exactly `data`.
  public static byte[] withHeader(int code, int bits, int sampleRate, int channels, byte[] data) {
    int frameBytes = channels * bits / 8;
    var bytes = new byte[HEADER_BYTES + data.length];
    var file = littleEndian(bytes);
    file.put(ascii("RIFF")).putInt(HEADER_BYTES - 8 + data.length).put(ascii("WAVEfmt "));
    file.putInt(16).putShort((short) code).putShort((short) channels);
    file.putInt(sampleRate).putInt(sampleRate * frameBytes);
    file.putShort((short) frameBytes).putShort((short) bits);
    file.put(ascii("data")).putInt(data.length).put(data);
    return bytes;
  }

  /// `NAME` with noise at 16 kHz that comes and goes every few seconds: the same each time.
  public static Path noise(Path folder, String name, int seconds) {
    return noise(folder, name, seconds, 1);
  }

  /// The same on several channels, on each of which it comes and goes at other times.
  public static Path noise(Path folder, String name, int seconds, int channels) {
    int rate = 16_000;
    var random = new Random(5);
    var samples = new float[seconds * rate * channels];
    for (int i = 0; i < samples.length; i++) {
      int frame = i / channels;
      double phase = frame / (3.0 * rate) + 2.0 * (i % channels);
      samples[i] = (float) (0.1 * Math.max(0, Math.sin(phase)) * random.nextGaussian());
    }
    return write(folder, name, pcm16(rate, channels, samples));
  }

  public static Path write(Path folder, String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

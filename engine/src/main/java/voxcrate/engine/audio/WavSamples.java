package voxcrate.engine.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// The `fmt ` chunk of a WAV file, and the meaning of the bytes it describes.
record WavSamples(int sampleRate, int channels, Encoding encoding) {
  private static final int PCM = 1;
  private static final int FLOAT = 3;

  /// The real code is the first two bytes of a GUID (Microsoft, "WAVE_FORMAT_EXTENSIBLE").
  private static final int EXTENSIBLE = 0xFFFE;

  private static final int EXTENSIBLE_CODE_AT = 24;
  private static final int SHORTEST_BYTES = 16;

  /// How one sample is stored.
  enum Encoding {
    UNSIGNED_8(PCM, 1),
    SIGNED_16(PCM, 2),
    SIGNED_24(PCM, 3),
    SIGNED_32(PCM, 4),
    FLOAT_32(FLOAT, 4),
    FLOAT_64(FLOAT, 8);

    private final int code;
    private final int bytes;

    Encoding(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }
  }

  static WavSamples of(Path file, byte[] chunk) {
    if (chunk.length < SHORTEST_BYTES) {
      throw AudioProblem.broken(file, "a WAV file whose 'fmt ' chunk is missing or too short");
    }
    var fields = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    int code = Short.toUnsignedInt(fields.getShort(0));
    if (code == EXTENSIBLE && chunk.length >= EXTENSIBLE_CODE_AT + 2) {
      code = Short.toUnsignedInt(fields.getShort(EXTENSIBLE_CODE_AT));
    }
    int bits = Short.toUnsignedInt(fields.getShort(14));
    return new WavSamples(
        fields.getInt(4), Short.toUnsignedInt(fields.getShort(2)), encoding(file, code, bits));
  }

  private static Encoding encoding(Path file, int code, int bits) {
    for (var encoding : Encoding.values()) {
      if (encoding.code == code && encoding.bytes * 8 == bits) {
        return encoding;
      }
    }
    throw AudioProblem.unsupported(
        file, "a WAV file of format " + code + " with " + bits + " bits a sample");
  }

  int frameBytes() {
    return Math.max(1, channels) * encoding.bytes;
  }

  /// Turns the first `frames` frames of `bytes` into numbers in [-1, 1].
  void decode(byte[] bytes, float[] interleaved, int frames) {
    var stored = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int count = frames * channels;
    for (int i = 0; i < count; i++) {
      interleaved[i] = finite(sample(stored, i * encoding.bytes));
    }
  }

  private float sample(ByteBuffer stored, int at) {
    return switch (encoding) {
      case UNSIGNED_8 -> (Byte.toUnsignedInt(stored.get(at)) - 128) / 128f;
      case SIGNED_16 -> stored.getShort(at) / 32768f;
      case SIGNED_24 ->
          ((stored.get(at + 2) << 16) | Short.toUnsignedInt(stored.getShort(at))) / 8388608f;
      case SIGNED_32 -> (float) (stored.getInt(at) / 2147483648.0);
      case FLOAT_32 -> stored.getFloat(at);
      case FLOAT_64 -> (float) stored.getDouble(at);
    };
  }

  /// A float file may hold anything; one NaN would spread over the whole window.
  private static float finite(float sample) {
    return Float.isFinite(sample) ? sample : 0;
  }
}

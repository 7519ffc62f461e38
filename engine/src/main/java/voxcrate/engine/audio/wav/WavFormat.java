package voxcrate.engine.audio.wav;

import java.io.IOException;
import java.nio.ByteOrder;
import voxcrate.engine.audio.mpeg.MpegFile;
import voxcrate.engine.audio.pcm.SampleForm;
import voxcrate.engine.audio.pcm.SampleLayout;
import voxcrate.engine.audio.pcm.StoredSamples;
import voxcrate.engine.audio.stream.DamageLog;
import voxcrate.engine.audio.stream.PcmStream;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// The `fmt ` chunk of a WAV file.
///
/// @param code what the samples are coded with (Microsoft's registry of WAVE formats)
/// @param bits of one sample
/// @param blockBytes of one frame, or of one block of a block code
record WavFormat(int code, int channels, int sampleRate, int blockBytes, int bits) {
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int A_LAW = 6;
  private static final int MU_LAW = 7;

  /// Radio keeps layer II in broadcast WAV (EBU Tech 3285, supplement 1); layer III has a code of
  /// its own.
  private static final int MPEG = 0x50;

  private static final int MP3 = 0x55;

  /// The real code is the first two bytes of a GUID (Microsoft, "WAVE_FORMAT_EXTENSIBLE").
  private static final int EXTENSIBLE = 0xFFFE;

  private static final int EXTENSIBLE_CODE_AT = 24;
  private static final int SHORTEST_BYTES = 16;

  static WavFormat of(byte[] chunk) throws RefusedAudioException {
    if (chunk.length < SHORTEST_BYTES) {
      throw RefusedAudioException.broken("a WAV file whose 'fmt ' chunk is missing or too short");
    }
    var fields = WavFile.littleEndian(chunk);
    int code = Short.toUnsignedInt(fields.getShort(0));
    if (code == EXTENSIBLE && chunk.length >= EXTENSIBLE_CODE_AT + 2) {
      code = Short.toUnsignedInt(fields.getShort(EXTENSIBLE_CODE_AT));
    }
    return new WavFormat(
        code,
        Short.toUnsignedInt(fields.getShort(2)),
        fields.getInt(4),
        Short.toUnsignedInt(fields.getShort(12)),
        Short.toUnsignedInt(fields.getShort(14)));
  }

  String codec() {
    return switch (code) {
      case PCM -> "PCM of " + bits + " bits";
      case FLOAT -> "float of " + bits + " bits";
      case A_LAW -> "A-law";
      case MU_LAW -> "\u00b5-law";
      case MPEG -> "MPEG audio";
      case MP3 -> "MP3";
      default -> "WAV format " + code;
    };
  }

  /// Begins at the input's position.
  PcmStream open(RecordingInput in, long dataBytes, DamageLog damage) throws IOException {
    if (code == MPEG || code == MP3) {
      return MpegFile.open(in, Math.min(in.size(), in.position() + dataBytes), damage);
    }
    var layout = new SampleLayout(form(), ByteOrder.LITTLE_ENDIAN, channels);
    return new StoredSamples(in, layout, sampleRate, dataBytes);
  }

  private SampleForm form() throws RefusedAudioException {
    int bytes = sampleBytes();
    if (code == PCM && SampleForm.isSignedSize(bytes)) {
      return bytes == 1 ? SampleForm.UNSIGNED_8 : SampleForm.signed(bytes);
    }
    if (code == FLOAT && bytes == SampleForm.FLOAT_32.bytes()) {
      return SampleForm.FLOAT_32;
    }
    if (code == FLOAT && bytes == SampleForm.FLOAT_64.bytes()) {
      return SampleForm.FLOAT_64;
    }
    if (code == A_LAW && bytes == 1) {
      return SampleForm.A_LAW;
    }
    if (code == MU_LAW && bytes == 1) {
      return SampleForm.MU_LAW;
    }
    throw RefusedAudioException.unsupported(
        "a WAV file of format " + code + " with " + bits + " bits a sample");
  }

  /// Samples of 12 or 20 bits lie at the top of the whole bytes that hold them.
  private int sampleBytes() {
    int needed = (bits + 7) / 8;
    int given = channels == 0 ? 0 : blockBytes / channels;
    return bits > 0 && given >= needed && given * channels == blockBytes ? given : needed;
  }
}

package voxcrate.engine.diarization;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import voxcrate.engine.diarization.SpeakerEmbeddings.Slot;
import voxcrate.engine.diarization.SpeakerEmbeddings.Voice;

/// A heard passage as bytes: first chunk, chunks, frames of each; for each chunk its sets of local
/// speakers, a byte a frame; number of voices and their dimension; for each voice its chunk, local
/// speaker and numbers. Numbers are ints and floats.
final class PassageCodec {
  private PassageCodec() {}

  /// @param hearing goes before it
  static byte[] write(int hearing, HeardPassage heard) {
    int frames = heard.active().getFirst().length;
    int dimension =
        heard.voices().isEmpty() ? 0 : heard.voices().getFirst().vector().values().length;
    int numbers = 6 + heard.voices().size() * (2 + dimension);
    var bytes = ByteBuffer.allocate(Integer.BYTES * numbers + heard.active().size() * frames);
    bytes.putInt(hearing).putInt(heard.firstChunk()).putInt(heard.active().size()).putInt(frames);
    heard.active().forEach(bytes::put);
    bytes.putInt(heard.voices().size()).putInt(dimension);
    for (var slot : heard.voices()) {
      bytes.putInt(slot.chunk()).putInt(slot.speaker());
      for (float value : slot.vector().values()) {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }

  /// @param bytes without the number of the hearing; vouched for by a digest, so never hostile
  static Optional<HeardPassage> read(ByteBuffer bytes) {
    try {
      int firstChunk = bytes.getInt();
      var active = new byte[bytes.getInt()][bytes.getInt()];
      for (var sets : active) {
        bytes.get(sets);
      }
      var voices = new ArrayList<Slot>();
      int count = bytes.getInt();
      int dimension = bytes.getInt();
      for (int i = 0; i < count; i++) {
        int chunk = bytes.getInt();
        int speaker = bytes.getInt();
        var vector = new float[dimension];
        bytes.asFloatBuffer().get(vector);
        bytes.position(bytes.position() + dimension * Float.BYTES);
        voices.add(new Slot(chunk, speaker, new Voice(vector)));
      }
      return Optional.of(new HeardPassage(firstChunk, List.of(active), voices));
    } catch (BufferUnderflowException _) {
      return Optional.empty();
    }
  }
}

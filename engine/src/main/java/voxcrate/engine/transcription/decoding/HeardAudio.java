package voxcrate.engine.transcription.decoding;

import java.util.List;
import voxcrate.engine.onnx.FloatTensor;

/// What the decoder looks at while it writes the texts of some windows. It lies in the encoder's
/// memory and is good until that hears the next windows.
///
/// @param keys for each layer of the decoder, windows × heads × positions × head size
/// @param values for each layer, shaped like the keys
public record HeardAudio(List<FloatTensor> keys, List<FloatTensor> values, int windows) {
  public HeardAudio {
    keys = List.copyOf(keys);
    values = List.copyOf(values);
  }

  /// One window alone: the same memory.
  public HeardAudio window(int window) {
    return windows(window, 1);
  }

  public HeardAudio windows(int from, int count) {
    return new HeardAudio(
        keys.stream().map(tensor -> tensor.part(from, count)).toList(),
        values.stream().map(tensor -> tensor.part(from, count)).toList(),
        count);
  }
}

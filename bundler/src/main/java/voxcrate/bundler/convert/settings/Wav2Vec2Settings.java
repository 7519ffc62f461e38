package voxcrate.bundler.convert.settings;

import java.util.List;

/// What a wav2vec 2.0 checkpoint's tensors do not say themselves.
///
/// @param strides of the feature extractor's convolutions
/// @param extractorNorm how these are normalised
/// @param heads of each attention
/// @param positionGroups parts that the channels fall into in the positional convolution
/// @param preNorm whether each half of a block normalises its input (large models) or its sum with
///     the input (base models)
/// @param normEpsilon of the layer norms outside the extractor
public record Wav2Vec2Settings(
    List<Integer> strides,
    ExtractorNorm extractorNorm,
    int heads,
    int positionGroups,
    boolean preNorm,
    double normEpsilon) {
  public Wav2Vec2Settings {
    strides = List.copyOf(strides);
  }

  /// The normalisation in the feature extractor.
  public enum ExtractorNorm {
    /// Each channel over time, behind the first convolution only.
    FIRST_OVER_TIME,
    /// Each frame over its channels, behind every convolution.
    ALL_OVER_CHANNELS
  }
}

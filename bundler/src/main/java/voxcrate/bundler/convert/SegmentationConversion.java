package voxcrate.bundler.convert;

import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import voxcrate.bundler.convert.arch.PyanNetExporter;
import voxcrate.bundler.convert.arch.SincNetShape;
import voxcrate.bundler.convert.checkpoint.LightningCheckpoint;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.parity.SegmentationParity;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.Segmentation;
import voxcrate.model.Precision;

/// A PyanNet checkpoint.
final class SegmentationConversion implements CheckpointConversion {
  /// What pyannote assumes where a checkpoint does not say.
  private static final int DEFAULT_SAMPLE_RATE = 16_000;

  private static final int DEFAULT_STRIDE = 10;
  private static final int MAX_SPEAKERS = 8;
  private static final int MAX_SAMPLE_RATE = 192_000;
  private static final double MAX_WINDOW_SECONDS = 600;

  private final LightningCheckpoint checkpoint;
  private final SincNetShape shape;
  private final int speakers;
  private final List<List<Integer>> classes;

  SegmentationConversion(LightningCheckpoint checkpoint) {
    this.checkpoint = checkpoint;
    var parameters = checkpoint.hyperParameters();
    int sampleRate =
        parameters.number("sample_rate").map(Double::intValue).orElse(DEFAULT_SAMPLE_RATE);
    int stride =
        parameters.mapping("sincnet").number("stride").map(Double::intValue).orElse(DEFAULT_STRIDE);
    this.shape = shape(sampleRate, stride);
    this.speakers = checkpoint.classes().size();
    this.classes = powerset();
  }

  /// Single precision, whatever is wanted. On real speech the class of a frame stays the same in
  /// only 96.1 % of all frames with SincNet's images in half precision, in 99.2 % with its filters
  /// alone, and in 97.4 % with an LSTM of 8 bits; that of 8 bits would save 16 of 55 ms a window.
  /// 99.8 % is what has to stay.
  @Override
  public Precision suited(Precision wanted) {
    return Precision.F32;
  }

  @Override
  public SequencedMap<String, OnnxGraph> export(Precision precision) {
    return CheckpointConversion.alone(new PyanNetExporter(checkpoint.weights(), shape).export());
  }

  @Override
  public Parity compare(Path converted, Precision precision, String name) {
    return new SegmentationParity(checkpoint.weights(), shape.sampleRate(), shape.stride())
        .check(converted.resolve(Converter.MODEL), name);
  }

  @Override
  public Segmentation describe(ConvertedFiles files) {
    return new Segmentation(
        files.graph(Converter.MODEL),
        shape.sampleRate(),
        windowSamples(),
        shape.frameStepSamples(),
        (int) shape.frameFieldSamples(),
        speakers,
        classes);
  }

  /// Plausible: a second of audio, on which the conversion is compared, has frames.
  private SincNetShape shape(int sampleRate, int stride) {
    if (sampleRate < 1 || sampleRate > MAX_SAMPLE_RATE || stride < 1 || stride > sampleRate) {
      throw Refusal.architecture(
          checkpoint.file(), "a sample rate of " + sampleRate + " and a stride of " + stride);
    }
    var sincNet = SincNetShape.of(checkpoint.weights(), sampleRate, stride);
    if (sincNet.frameFieldSamples() > sampleRate) {
      throw Refusal.architecture(checkpoint.file(), "frames longer than a second");
    }
    return sincNet;
  }

  private int windowSamples() {
    double seconds =
        checkpoint
            .specifications()
            .number("duration")
            .orElseThrow(
                () -> Refusal.architecture(checkpoint.file(), "no duration of the window"));
    long samples = Math.round(seconds * shape.sampleRate());
    if (samples < shape.frameFieldSamples() || seconds > MAX_WINDOW_SECONDS) {
      throw Refusal.architecture(checkpoint.file(), "a window of " + seconds + " seconds");
    }
    return (int) samples;
  }

  private List<List<Integer>> powerset() {
    int atOnce =
        checkpoint
            .specifications()
            .number("powerset_max_classes")
            .map(Double::intValue)
            .orElseThrow(
                () ->
                    Refusal.architecture(
                        checkpoint.file(),
                        "a segmentation that scores each speaker with a sigmoid, as before version"
                            + " 3.0, not powerset classes"));
    if (speakers < 1 || speakers > MAX_SPEAKERS || atOnce < 1 || atOnce > speakers) {
      throw Refusal.architecture(
          checkpoint.file(), speakers + " local speakers, " + atOnce + " at once");
    }
    var powerset = PowersetClasses.of(speakers, atOnce);
    checkpoint.weights().get("classifier.bias", powerset.size());
    return powerset;
  }
}

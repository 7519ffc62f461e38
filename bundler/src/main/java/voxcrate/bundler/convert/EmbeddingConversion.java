package voxcrate.bundler.convert;

import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import voxcrate.bundler.convert.arch.ResNetExporter;
import voxcrate.bundler.convert.arch.ResNetShape;
import voxcrate.bundler.convert.calibration.Calibration;
import voxcrate.bundler.convert.checkpoint.LightningCheckpoint;
import voxcrate.bundler.convert.onnx.CodeRange;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.parity.EmbeddingParity;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.model.ModelDescriptor.Embedding;
import voxcrate.model.ModelDescriptor.FilterBank;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.Precision;

/// A WeSpeaker ResNet34 checkpoint.
final class EmbeddingConversion implements CheckpointConversion {
  /// What pyannote's WeSpeaker models assume where a checkpoint does not say.
  private static final double DEFAULT_SAMPLE_RATE = 16_000;

  private static final double DEFAULT_FRAME_MILLIS = 25;
  private static final double DEFAULT_SHIFT_MILLIS = 10;
  private static final int MAX_SAMPLE_RATE = 192_000;
  private static final long MAX_FRAMES_A_SECOND = 1000;

  /// Fixed in Kaldi's filter bank as pyannote calls it.
  private static final double LOW_HERTZ = 20;

  private static final double PRE_EMPHASIS = 0.97;

  /// Kaldi expects samples in the range of 16-bit integers.
  private static final double SCALE = 1 << 15;

  private final LightningCheckpoint checkpoint;
  private final int sampleRate;
  private final FilterBank filterBank;

  EmbeddingConversion(LightningCheckpoint checkpoint) {
    this.checkpoint = checkpoint;
    ResNetShape.check(checkpoint.weights());
    this.sampleRate = (int) parameter("sample_rate", DEFAULT_SAMPLE_RATE);
    this.filterBank =
        new FilterBank(
            bins(),
            samples(parameter("frame_length", DEFAULT_FRAME_MILLIS)),
            samples(parameter("frame_shift", DEFAULT_SHIFT_MILLIS)),
            LOW_HERTZ,
            sampleRate / 2.0,
            PRE_EMPHASIS,
            SCALE);
    checkPlausible();
  }

  /// A second of audio, on which the conversion is compared, has some frames and not thousands.
  private void checkPlausible() {
    int frame = filterBank.frameSamples();
    int shift = filterBank.shiftSamples();
    if (sampleRate < 1
        || sampleRate > MAX_SAMPLE_RATE
        || shift < 1
        || frame > sampleRate
        || shift > frame
        || shift * MAX_FRAMES_A_SECOND < sampleRate) {
      throw Refusal.architecture(
          checkpoint.file(),
          "frames of %d samples at steps of %d, at %d Hz".formatted(frame, shift, sampleRate));
    }
  }

  @Override
  public SequencedMap<String, OnnxGraph> export(Precision precision) {
    return CheckpointConversion.alone(
        switch (precision) {
          case F32 -> exporter().export();
          case F16 -> exporter().exportInHalf();
          case INT8 -> exporter().exportCoded(ranges());
        });
  }

  private ResNetExporter exporter() {
    return new ResNetExporter(checkpoint.weights(), filterBank.bins());
  }

  private Map<String, CodeRange> ranges() {
    return new Calibration(filterBank, sampleRate)
        .ranges(exporter().exportForRanges(), checkpoint.file());
  }

  @Override
  public Parity compare(Path converted, Precision precision, String name) {
    return new EmbeddingParity(checkpoint.weights(), sampleRate, filterBank)
        .check(converted.resolve(Converter.MODEL), precision, name);
  }

  @Override
  public Embedding describe(ConvertedFiles files) {
    return new Embedding(
        files.graph(Converter.MODEL),
        sampleRate,
        ResNetShape.dimension(checkpoint.weights()),
        ResNetShape.trunkStride(),
        filterBank.frameSamples(),
        filterBank);
  }

  private int bins() {
    int fitting = ResNetShape.bins(checkpoint.weights());
    int bins = (int) parameter("num_mel_bins", fitting);
    if (Math.ceilDiv(bins, ResNetShape.trunkStride()) * ResNetShape.trunkStride() != fitting) {
      throw Refusal.architecture(
          checkpoint.file(), bins + " bins where the embedding layer takes " + fitting);
    }
    return bins;
  }

  private int samples(double millis) {
    return (int) Math.round(millis * sampleRate / 1000);
  }

  private double parameter(String name, double otherwise) {
    double value = checkpoint.hyperParameters().number(name).orElse(otherwise);
    if (!(value > 0)) {
      throw Refusal.architecture(checkpoint.file(), name + " is " + value);
    }
    return value;
  }
}

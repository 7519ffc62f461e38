package voxcrate.engine.diarization;

import java.util.Arrays;
import voxcrate.model.ModelDescriptor.FilterBank;

/// Filter-bank features of a passage's chunks. Chunks that lie whole frames apart share theirs: of
/// eight chunks, a second apart, that saves four fifths of the work.
final class PassageFeatures {
  private final int bins;

  /// From the first frame of one chunk to that of the next; 0 where no frames are shared.
  private final int framesApart;

  /// Of the whole passage, or of each chunk.
  private final float[][] energies;

  private PassageFeatures(int bins, int framesApart, float[][] energies) {
    this.bins = bins;
    this.framesApart = framesApart;
    this.energies = energies;
  }

  static PassageFeatures of(Passage passage, Fbank fbank, FilterBank parameters) {
    if (passage.hopSamples() % parameters.shiftSamples() == 0) {
      int framesApart = passage.hopSamples() / parameters.shiftSamples();
      var shared = new float[][] {fbank.logEnergies(passage.samples())};
      return new PassageFeatures(parameters.bins(), framesApart, shared);
    }
    var energies = new float[passage.chunks()][];
    Arrays.setAll(energies, chunk -> fbank.logEnergies(samples(passage, chunk)));
    return new PassageFeatures(parameters.bins(), 0, energies);
  }

  private static float[] samples(Passage passage, int chunk) {
    int from = passage.start(chunk);
    return Arrays.copyOfRange(passage.samples(), from, from + passage.windowSamples());
  }

  /// Frames × bins of one chunk, the mean of each bin removed.
  ///
  /// @param frames of a chunk
  float[] ofChunk(int chunk, int frames) {
    var source = energies[framesApart == 0 ? chunk : 0];
    int from = framesApart * chunk * bins;
    var features = Arrays.copyOfRange(source, from, from + frames * bins);
    Fbank.removeMean(features, bins);
    return features;
  }
}

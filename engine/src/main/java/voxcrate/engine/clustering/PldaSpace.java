package voxcrate.engine.clustering;

import java.nio.DoubleBuffer;

/// Where embeddings of one speaker lie around a point with unit covariance, and the points of all
/// speakers around 0 with a diagonal one, after a probabilistic linear discriminant analysis
/// (Ioffe, "Probabilistic linear discriminant analysis", 2006) as Landini et al. use it for
/// x-vectors in "Bayesian HMM clustering of x-vector sequences (VBx)", 2022, section 3.
public final class PldaSpace {
  private final double[] inputMean;
  private final double[] reduction;
  private final double[] reducedMean;
  private final double[] mean;
  private final double[] transform;
  private final double[] betweenSpeakers;

  private PldaSpace(DoubleBuffer numbers, int inputDimension, int dimension) {
    inputMean = take(numbers, inputDimension);
    reduction = take(numbers, inputDimension * dimension);
    reducedMean = take(numbers, dimension);
    mean = take(numbers, dimension);
    transform = take(numbers, dimension * dimension);
    betweenSpeakers = take(numbers, dimension);
  }

  /// @param numbers at least [#numbers] of them: mean of the embeddings, linear discriminant
  ///     analysis (inputs × dimension), mean after it, mean of the PLDA, its transform (dimension ×
  ///     dimension), variance between speakers
  public static PldaSpace of(DoubleBuffer numbers, int inputDimension, int dimension) {
    return new PldaSpace(numbers, inputDimension, dimension);
  }

  /// How many numbers make such a space.
  public static long numbers(long inputDimension, long dimension) {
    return inputDimension + inputDimension * dimension + dimension * dimension + 3 * dimension;
  }

  private static double[] take(DoubleBuffer numbers, int count) {
    var taken = new double[count];
    numbers.get(taken);
    return taken;
  }

  /// Variance of the speakers' points along each axis.
  public double[] betweenSpeakers() {
    return betweenSpeakers.clone();
  }

  /// @param embedding as the network gives it
  public double[] project(float[] embedding) {
    var reduced = reduced(embedding);
    var projected = new double[reduced.length];
    for (int row = 0; row < projected.length; row++) {
      for (int d = 0; d < reduced.length; d++) {
        projected[row] += transform[row * reduced.length + d] * (reduced[d] - mean[d]);
      }
    }
    return projected;
  }

  /// Centred, by length alike, in fewer dimensions, and by length alike again.
  double[] reduced(float[] embedding) {
    var centred = new double[inputMean.length];
    for (int i = 0; i < centred.length; i++) {
      centred[i] = embedding[i] - inputMean[i];
    }
    stretch(centred);
    int dimension = reducedMean.length;
    var reduced = new double[dimension];
    for (int i = 0; i < centred.length; i++) {
      for (int d = 0; d < dimension; d++) {
        reduced[d] += reduction[i * dimension + d] * centred[i];
      }
    }
    for (int d = 0; d < dimension; d++) {
      reduced[d] -= reducedMean[d];
    }
    stretch(reduced);
    return reduced;
  }

  /// To the length that a vector of unit variance would have.
  private static void stretch(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    double factor = Math.sqrt(vector.length / squares);
    for (int d = 0; d < vector.length; d++) {
      vector[d] *= factor;
    }
  }
}

package voxcrate.bundler.convert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// A converted PLDA, and what an engine computes with it.
final class PldaFile {
  private final int input;
  private final int dimension;
  private final double[] mean1;
  private final double[] lda;
  private final double[] mean2;
  private final double[] mu;
  private final double[] transform;
  private final double[] phi;

  private PldaFile(DoubleBuffer numbers, int input, int dimension) {
    this.input = input;
    this.dimension = dimension;
    this.mean1 = next(numbers, input);
    this.lda = next(numbers, input * dimension);
    this.mean2 = next(numbers, dimension);
    this.mu = next(numbers, dimension);
    this.transform = next(numbers, dimension * dimension);
    this.phi = next(numbers, dimension);
  }

  static PldaFile read(Path file, int input, int dimension) {
    try {
      var numbers =
          ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
      return new PldaFile(numbers, input, dimension);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  double[] phi() {
    return phi.clone();
  }

  /// The embedding number `index` of `embeddings` in the PLDA's space.
  double[] features(double[] embeddings, int index) {
    var x = new double[input];
    for (int i = 0; i < input; i++) {
      x[i] = embeddings[index * input + i] - mean1[i];
    }
    scale(x, Math.sqrt(input) / length(x));
    var y = new double[dimension];
    for (int d = 0; d < dimension; d++) {
      for (int i = 0; i < input; i++) {
        y[d] += x[i] * lda[i * dimension + d];
      }
      y[d] -= mean2[d];
    }
    scale(y, Math.sqrt(dimension) / length(y));
    var features = new double[dimension];
    for (int row = 0; row < dimension; row++) {
      for (int d = 0; d < dimension; d++) {
        features[row] += transform[row * dimension + d] * (y[d] - mu[d]);
      }
    }
    return features;
  }

  private static void scale(double[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
  }

  private static double length(double[] vector) {
    double squares = 0;
    for (double number : vector) {
      squares += number * number;
    }
    return Math.sqrt(squares);
  }

  private static double[] next(DoubleBuffer from, int count) {
    var numbers = new double[count];
    from.get(numbers);
    return numbers;
  }
}

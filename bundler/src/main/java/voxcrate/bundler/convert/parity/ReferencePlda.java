package voxcrate.bundler.convert.parity;

import java.util.Arrays;
import voxcrate.bundler.convert.checkpoint.PldaFiles;
import voxcrate.bundler.convert.refusal.Refusal;

/// The covariances that a PLDA stands for, computed as pyannote's set-up writes them down: within
/// speakers `(trᵀ·tr)⁻¹`, between speakers `(trᵀ·diag(1/psi)·tr)⁻¹`.
final class ReferencePlda {
  private final Matrix within;
  private final Matrix between;

  /// @throws voxcrate.problem.ToolException when they cannot be computed
  ReferencePlda(PldaFiles plda) {
    int dimension = plda.dimension();
    var tr = new Matrix(dimension, dimension, plda.tr());
    var scaled = new Matrix(dimension, dimension, plda.tr());
    var psi = plda.psi();
    for (int row = 0; row < dimension; row++) {
      for (int column = 0; column < dimension; column++) {
        scaled.set(row, column, scaled.get(row, column) / psi[row]);
      }
    }
    this.within = inverse(tr.transposed().times(tr), plda);
    this.between = inverse(tr.transposed().times(scaled), plda);
  }

  private static Matrix inverse(Matrix matrix, PldaFiles plda) {
    return Inverse.of(matrix)
        .orElseThrow(() -> Refusal.array(plda.model().toString(), "tr", "it has no inverse"));
  }

  /// How far `T·Wc·Tᵀ` is from the identity, and `T·Bc·Tᵀ` from Φ as a part of the largest
  /// variance; infinite where Φ does not descend.
  double largest(Matrix transform, double[] phi) {
    for (int i = 1; i < phi.length; i++) {
      if (!(phi[i] <= phi[i - 1])) {
        return Double.POSITIVE_INFINITY;
      }
    }
    var ones = new double[phi.length];
    Arrays.fill(ones, 1);
    return Math.max(
        fromDiagonal(seenThrough(transform, within), ones),
        fromDiagonal(seenThrough(transform, between), phi) / phi[0]);
  }

  private static Matrix seenThrough(Matrix transform, Matrix covariance) {
    return transform.times(covariance).times(transform.transposed());
  }

  private static double fromDiagonal(Matrix matrix, double[] diagonal) {
    double largest = 0;
    for (int row = 0; row < matrix.rows; row++) {
      for (int column = 0; column < matrix.columns; column++) {
        double expected = row == column ? diagonal[row] : 0;
        largest = Math.max(largest, Math.abs(matrix.get(row, column) - expected)); // keeps NaN
      }
    }
    return largest;
  }
}

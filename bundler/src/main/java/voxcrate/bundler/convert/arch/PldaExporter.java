package voxcrate.bundler.convert.arch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import voxcrate.bundler.convert.checkpoint.PldaFiles;

/// A PLDA as the engine reads it, in the order that `ModelDescriptor.Plda` states.
///
/// The engine wants the transform T and the variances Φ that solve `Bc·v = λ·Wc·v`, where `Wc =
/// (trᵀ·tr)⁻¹` is the covariance within speakers and `Bc = (trᵀ·diag(1/psi)·tr)⁻¹` that between
/// them: eigenvectors of `vᵀ·Wc·v = 1` as rows, eigenvalues descending. pyannote asks a numeric
/// solver. With `v = trᵀ·u` the problem reads `tr⁻¹·diag(psi)·u = λ·tr⁻¹·u`, so `psi` are the
/// eigenvalues and the rows of `tr` the eigenvectors: all that is left is to sort them, and nothing
/// is rounded. Equal variances keep the order of the source.
public final class PldaExporter {
  private final PldaFiles plda;

  public PldaExporter(PldaFiles plda) {
    this.plda = plda;
  }

  public byte[] export() {
    int dimension = plda.dimension();
    var psi = plda.psi();
    var order =
        IntStream.range(0, dimension)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> -psi[row]))
            .toList();
    var transform = new double[dimension * dimension];
    var phi = new double[dimension];
    var tr = plda.tr();
    for (int row = 0; row < dimension; row++) {
      int from = order.get(row);
      System.arraycopy(tr, from * dimension, transform, row * dimension, dimension);
      phi[row] = psi[from];
    }
    return bytes(plda.mean1(), plda.lda(), plda.mean2(), plda.mu(), transform, phi);
  }

  private static byte[] bytes(double[]... arrays) {
    int numbers = Arrays.stream(arrays).mapToInt(array -> array.length).sum();
    var bytes = ByteBuffer.allocate(numbers * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (var array : arrays) {
      bytes.asDoubleBuffer().put(array);
      bytes.position(bytes.position() + array.length * Double.BYTES);
    }
    return bytes.array();
  }
}

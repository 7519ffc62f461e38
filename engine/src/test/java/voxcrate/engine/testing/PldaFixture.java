package voxcrate.engine.testing;

import java.nio.DoubleBuffer;
import java.util.Comparator;
import java.util.stream.IntStream;
import voxcrate.engine.clustering.PldaSpace;

/// The published PLDA of community-1, in the form the converter leaves.
public final class PldaFixture {
  public static final int INPUTS = 256;
  public static final int DIMENSION = 128;

  private PldaFixture() {}

  public static PldaSpace space() {
    return PldaSpace.of(numbers(), INPUTS, DIMENSION);
  }

  /// With tr invertible, v = trᵀu turns the eigenproblem of the original, inv((trᵀ / psi) tr) v =
  /// λ inv(trᵀ tr) v, into psi u = λ u: the eigenvectors are the rows of tr, the values are psi.
  private static DoubleBuffer numbers() {
    var transform = Fixtures.require("plda", "xvec_transform.npz");
    var plda = Fixtures.require("plda", "plda.npz");
    var tr = Npy.read(plda, "tr").values();
    var psi = Npy.read(plda, "psi").values();
    var descending =
        IntStream.range(0, DIMENSION)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -psi[i]))
            .toList();
    var numbers = DoubleBuffer.allocate(Math.toIntExact(PldaSpace.numbers(INPUTS, DIMENSION)));
    numbers.put(Npy.read(transform, "mean1").values());
    numbers.put(Npy.read(transform, "lda").values());
    numbers.put(Npy.read(transform, "mean2").values());
    numbers.put(Npy.read(plda, "mu").values());
    descending.forEach(row -> numbers.put(tr, row * DIMENSION, DIMENSION));
    descending.forEach(row -> numbers.put(psi[row]));
    return numbers.flip();
  }
}

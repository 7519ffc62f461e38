package voxcrate.engine.clustering;

import java.util.List;

/// The vectors as the equations want them: each axis scaled by the speakers' deviation along it
/// (ρ), and what of a vector's log-likelihood depends on no speaker (G). Landini et al. 2022,
/// equations 18 and 23.
final class Observations {
  private final double[][] vectors;
  private final double[] constants;

  Observations(List<double[]> unscaled, SpeakerPrior prior) {
    vectors = new double[unscaled.size()][prior.dimension()];
    constants = new double[unscaled.size()];
    for (int i = 0; i < vectors.length; i++) {
      double squares = 0;
      for (int axis = 0; axis < prior.dimension(); axis++) {
        double value = unscaled.get(i)[axis];
        vectors[i][axis] = value * Math.sqrt(prior.variance(axis));
        squares += value * value;
      }
      constants[i] = -0.5 * (squares + prior.dimension() * Math.log(2 * Math.PI));
    }
  }

  int dimension() {
    return vectors[0].length;
  }

  double[] vector(int index) {
    return vectors[index];
  }

  /// Shares all vectors among the speakers.
  ///
  /// @param evidence takes them
  /// @return their log-likelihood
  double explain(SpeakerMixture mixture, SpeakerEvidence evidence) {
    double total = 0;
    var responsibilities = new double[mixture.speakers()];
    for (int i = 0; i < vectors.length; i++) {
      total += mixture.explain(vectors[i], constants[i], responsibilities);
      evidence.add(vectors[i], responsibilities);
    }
    return total;
  }

  /// The probability of each speaker for one vector.
  double[] responsibilities(int index, SpeakerMixture mixture) {
    var responsibilities = new double[mixture.speakers()];
    mixture.explain(vectors[index], constants[index], responsibilities);
    return responsibilities;
  }
}

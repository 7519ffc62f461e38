package voxcrate.bundler.convert.checkpoint;

import java.nio.file.Path;
import java.util.List;
import voxcrate.bundler.convert.refusal.Refusal;

/// The PLDA of a pipeline, as `pyannote/speaker-diarization-community-1` publishes it: what brings
/// an embedding into a smaller space (`xvec_transform.npz`: `mean1`, `lda`, `mean2`), and how
/// speakers differ there (`plda.npz`: `mu`, `tr`, `psi`).
public final class PldaFiles {
  private static final String TRANSFORM = "xvec_transform.npz";
  private static final String MODEL = "plda.npz";

  /// Published: 256 to 128. The conversion is proven in some dimension³ steps.
  private static final int MAX_DIMENSION = 1024;

  private final Path folder;
  private final int inputDimension;
  private final int dimension;
  private final double[] mean1;
  private final double[] lda;
  private final double[] mean2;
  private final double[] mu;
  private final double[] tr;
  private final double[] psi;

  private PldaFiles(Path folder, NpzFile transform, NpzFile model) {
    this.folder = folder;
    var axes = axes(folder, transform);
    this.inputDimension = axes.getFirst();
    this.dimension = axes.getLast();
    this.mean1 = transform.get("mean1", inputDimension);
    this.lda = transform.get("lda", inputDimension, dimension);
    this.mean2 = transform.get("mean2", dimension);
    this.mu = model.get("mu", dimension);
    this.tr = model.get("tr", dimension, dimension);
    this.psi = model.get("psi", dimension);
    checkVariances();
  }

  /// @throws voxcrate.problem.ToolException when an array is missing, has an unexpected shape, or
  ///     holds what no PLDA does
  public static PldaFiles read(Path folder) {
    try (var transform = NpzFile.open(folder.resolve(TRANSFORM));
        var model = NpzFile.open(folder.resolve(MODEL))) {
      return new PldaFiles(folder, transform, model);
    }
  }

  private static List<Integer> axes(Path folder, NpzFile transform) {
    var axes = transform.get("lda").shape();
    boolean plausible =
        axes.size() == 2 && axes.stream().allMatch(axis -> axis >= 1 && axis <= MAX_DIMENSION);
    if (!plausible) {
      throw Refusal.architecture(
          folder.resolve(TRANSFORM).toString(), "the array 'lda' has the shape " + axes);
    }
    return axes;
  }

  private void checkVariances() {
    for (double variance : psi) {
      if (!(variance > 0)) {
        throw Refusal.array(model().toString(), "psi", "it holds the variance " + variance);
      }
    }
  }

  /// The files, in the order of their names.
  public List<Path> files() {
    return List.of(model(), folder.resolve(TRANSFORM));
  }

  /// The file of `mu`, `tr` and `psi`.
  public Path model() {
    return folder.resolve(MODEL);
  }

  /// Of the embeddings that it takes.
  public int inputDimension() {
    return inputDimension;
  }

  public int dimension() {
    return dimension;
  }

  /// Mean of the embeddings. input
  public double[] mean1() {
    return mean1.clone();
  }

  /// Linear discriminant analysis. input × dimension
  public double[] lda() {
    return lda.clone();
  }

  /// Mean after it. dimension
  public double[] mean2() {
    return mean2.clone();
  }

  /// Mean of the speakers. dimension
  public double[] mu() {
    return mu.clone();
  }

  /// Makes the covariance within speakers the identity, and that between them diagonal. dimension
  /// × dimension
  public double[] tr() {
    return tr.clone();
  }

  /// The variances between speakers after `tr`, all positive. dimension
  public double[] psi() {
    return psi.clone();
  }
}

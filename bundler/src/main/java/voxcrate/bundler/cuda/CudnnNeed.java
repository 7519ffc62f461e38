package voxcrate.bundler.cuda;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Whether graphs need cuDNN: the runtime opens it when the first such operator is made, and says
/// `NOT_IMPLEMENTED` where it is missing.
///
/// The operators are those of ONNX Runtime's `docs/CUDA_cuDNN_Optional_Design.md`, section 2.4, and
/// of its no-cuDNN tests (pull request 29252). Reductions have kernels of their own for most shapes
/// and not for all, so they count: a library too many costs space, one too few costs a journey.
public final class CudnnNeed {
  private static final Set<String> OPERATORS =
      Set.of(
          "Conv",
          "ConvTranspose",
          "FusedConv",
          "NhwcConv",
          "AveragePool",
          "MaxPool",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "BatchNormalization",
          "InstanceNormalization",
          "LRN",
          "RNN",
          "LSTM",
          "GRU",
          "Einsum",
          "ArgMax",
          "ArgMin",
          "ReduceL1",
          "ReduceL2",
          "ReduceLogSum",
          "ReduceLogSumExp",
          "ReduceMax",
          "ReduceMean",
          "ReduceMin",
          "ReduceProd",
          "ReduceSum",
          "ReduceSumSquare");

  private CudnnNeed() {}

  /// The operators in `graphs` that need it, sorted; empty where none does.
  ///
  /// @throws IOException where one of them cannot be read
  public static List<String> of(List<Path> graphs) throws IOException {
    var found = new TreeSet<String>();
    for (var graph : graphs) {
      for (var operator : GraphOperators.of(graph)) {
        if (OPERATORS.contains(operator)) {
          found.add(operator);
        }
      }
    }
    return List.copyOf(found);
  }
}

package voxcrate.bundler.convert;

import java.util.List;
import java.util.SequencedMap;
import voxcrate.bundle.Digest;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.Weights;

/// What a conversion wrote.
///
/// @param graphs digests by the names of their files
/// @param weights that the graphs point into
record ConvertedFiles(SequencedMap<String, Digest> graphs, List<Weights> weights) {
  ConvertedFiles {
    weights = List.copyOf(weights);
  }

  /// @throws IllegalArgumentException when no graph was written under this name
  Graph graph(String name) {
    var digest = graphs.get(name);
    if (digest == null) {
      throw new IllegalArgumentException("no graph named " + name);
    }
    return new Graph(name, digest);
  }
}

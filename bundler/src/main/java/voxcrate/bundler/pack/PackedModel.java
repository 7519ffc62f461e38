package voxcrate.bundler.pack;

import java.nio.file.Path;
import java.util.List;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.model.ModelDescriptor;

/// A converted model, ready to be packed.
///
/// @param repository where it came from, with licence and gate
/// @param folder of the converted files
public record PackedModel(RecipeRepository repository, ModelDescriptor descriptor, Path folder) {
  /// What the engine and its users need; nothing else that may lie in the folder travels.
  static final List<String> FILES =
      List.of(ModelDescriptor.FILE_NAME, "model.onnx", "config.yaml", "LICENSE", "README.md");
}

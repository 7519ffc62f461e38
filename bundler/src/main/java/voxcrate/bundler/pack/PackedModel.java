package voxcrate.bundler.pack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.ModelFile;
import voxcrate.model.ModelDescriptor.Transcription;

/// A converted model, ready to be packed.
///
/// @param repository where it came from, with licence and gate
/// @param folder of the converted files
public record PackedModel(RecipeRepository repository, ModelDescriptor descriptor, Path folder) {
  private static final List<String> FOR_PEOPLE = List.of("config.yaml", "LICENSE", "README.md");

  /// Names of what the engine and its users need, where it is there; nothing else that may lie in
  /// the folder travels.
  List<String> files() {
    var files = new ArrayList<String>();
    files.add(ModelDescriptor.FILE_NAME);
    descriptor.files().stream().map(ModelFile::file).forEach(files::add);
    if (descriptor.speech() instanceof Transcription model) {
      files.addAll(model.tokenizer());
    }
    files.addAll(FOR_PEOPLE);
    return files;
  }
}

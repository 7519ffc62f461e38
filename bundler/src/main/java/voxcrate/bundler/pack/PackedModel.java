package voxcrate.bundler.pack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.convert.ConvertedModel;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.ModelFile;
import voxcrate.model.ModelDescriptor.Transcription;

/// A converted model, ready to be packed, with those that its repository holds.
///
/// @param repository where it came from, with licence and gate
public record PackedModel(RecipeRepository repository, ConvertedModel converted) {
  private static final List<String> FOR_PEOPLE =
      List.of("config.yaml", "LICENSE", "README.md", "plda-README.md");

  /// What the engine and its users need, where it is there, as paths in the model's folder; nothing
  /// else that may lie in the folder travels.
  public List<Path> files() {
    return converted
        .all()
        .flatMap(model -> names(model.descriptor()).stream().map(model.folder()::resolve))
        .filter(Files::exists)
        .map(converted.folder()::relativize)
        .toList();
  }

  private static List<String> names(ModelDescriptor descriptor) {
    var names = new ArrayList<String>();
    names.add(ModelDescriptor.FILE_NAME);
    descriptor.files().stream().map(ModelFile::file).forEach(names::add);
    if (descriptor.speech() instanceof Transcription model) {
      names.addAll(model.tokenizer());
    }
    names.addAll(FOR_PEOPLE);
    return names;
  }
}

package voxcrate.bundler.pack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.oms.ModelStatement;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.convert.ConvertedModel;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.ModelFile;
import voxcrate.model.ModelDescriptor.Transcription;

/// A converted model, ready to be packed, with those that its repository holds.
///
/// @param repository where it came from, with licence and gate
/// @param originals the repository's own files that travel beside what was converted
public record PackedModel(
    RecipeRepository repository, ConvertedModel converted, Originals originals) {
  private static final List<String> FOR_PEOPLE =
      List.of("config.yaml", "LICENSE", "README.md", "plda-README.md");

  public PackedModel(RecipeRepository repository, ConvertedModel converted) {
    this(repository, converted, Originals.none());
  }

  /// With the repository's own files, for tools that are written in Python.
  ///
  /// @param folder in which they lie
  /// @param pickled whether all of them travel, else only where nothing but texts comes on top
  public PackedModel withOriginals(Path folder, boolean pickled) {
    var chosen =
        pickled
            ? Originals.all(repository, folder)
            : Originals.carried(repository, folder, statement().files().values());
    return new PackedModel(repository, converted, chosen);
  }

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

  /// What a signature over the model says. The digests of the large files are those that conversion
  /// took, or looked at again, a moment ago; only the small ones are hashed here, and packing
  /// hashes all of them.
  public ModelStatement statement() {
    var known = knownDigests();
    var files = new TreeMap<RelativePath, Digest>();
    for (var file : files()) {
      var path = new RelativePath(slashed(file));
      var digest = known.get(file);
      files.put(path, digest == null ? Digest.of(converted.folder().resolve(file)) : digest);
    }
    var name = repository.name();
    return new ModelStatement(name.substring(name.indexOf('/') + 1), files);
  }

  private Map<Path, Digest> knownDigests() {
    var known = new HashMap<Path, Digest>();
    converted
        .all()
        .forEach(
            model -> {
              var folder = converted.folder().relativize(model.folder());
              for (var file : model.descriptor().files()) {
                known.put(folder.resolve(file.file()), file.digest());
              }
            });
    return known;
  }

  static String slashed(Path path) {
    return path.toString().replace('\\', '/');
  }
}

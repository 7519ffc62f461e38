package voxcrate.bundler.pack;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import voxcrate.bundle.Digest;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;

/// A repository's own files, to be laid out as the hub's Python client keeps them in its cache
/// (`HF_HUB_CACHE`), so that tools written for it find them without a network:
///
/// ```
/// models/hub/models--ORG--NAME/refs/main                the commit
/// models/hub/models--ORG--NAME/snapshots/COMMIT/FILES   real files, where that client has links
/// ```
///
/// @param folder of the files, named as in the repository
/// @param files that travel; none where a part of them would be of no use
public record Originals(Path folder, List<RecipeFile> files) {
  private static final Set<String> TEXTS =
      Set.of("json", "yaml", "yml", "txt", "md", "jinja", "license", "gitattributes");

  public Originals {
    files = List.copyOf(files);
  }

  static Originals none() {
    return new Originals(Path.of(""), List.of());
  }

  /// All files, checkpoints that Python would have to unpickle among them.
  static Originals all(RecipeRepository repository, Path folder) {
    return new Originals(folder, repository.files());
  }

  /// All files where each of them travels anyway or is a text; else none. Whatever could hold code
  /// is left out this way, and no large file travels twice.
  ///
  /// @param carried contents that the release holds
  static Originals carried(RecipeRepository repository, Path folder, Collection<Digest> carried) {
    boolean whole =
        repository.files().stream()
            .allMatch(file -> isText(file) || file.sha256().filter(carried::contains).isPresent());
    return whole ? all(repository, folder) : none();
  }

  private static boolean isText(RecipeFile file) {
    var path = file.path().value();
    var name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return TEXTS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  static String root(RecipeRepository repository) {
    return Release.HUB + "/models--" + repository.name().replace("/", "--");
  }
}

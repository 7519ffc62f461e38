package voxcrate.bundler.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The folder in which a model was given. Finds its files by their names, and keeps in mind which
/// ones were of use.
final class SourceFolder {
  private final Path path;
  private final List<String> stated;
  private final Set<Path> used = new HashSet<>();

  /// @param stated languages of the model; empty for those that its card names
  SourceFolder(Path path, List<String> stated) {
    this.path = path;
    this.stated = List.copyOf(stated);
  }

  /// One of whose model nothing is stated.
  SourceFolder(Path path) {
    this(path, List.of());
  }

  /// Languages that the model was trained on; none where nobody says.
  List<String> languages() {
    return stated.isEmpty() ? ModelCard.languages(this) : stated;
  }

  Path path() {
    return path;
  }

  /// The file of this name, where there is one.
  Optional<Path> find(String name) {
    var file = path.resolve(name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    use(file);
    return Optional.of(file);
  }

  /// Those of `names` that are not there.
  List<String> lacking(List<String> names) {
    return names.stream().filter(name -> find(name).isEmpty()).toList();
  }

  /// @param part a file or a folder of this one
  void use(Path part) {
    used.add(part);
  }

  /// The files that were of no use, as paths in the folder, in their order.
  List<String> unused() throws IOException {
    try (var files = Files.walk(path)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> used.stream().noneMatch(file::startsWith))
          .map(file -> path.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}

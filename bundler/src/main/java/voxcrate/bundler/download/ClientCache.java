package voxcrate.bundler.download;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.files.Durable;

/// A folder in the layout of the hub's own Python client, such as `~/.cache/huggingface/hub`.
///
/// ```
/// ROOT/models--ORG--NAME/refs/main             the commit, without a line break
/// ROOT/models--ORG--NAME/snapshots/COMMIT/FILES
/// ```
///
/// What others keep there is read and never changed; nothing is believed of it before it is hashed.
/// In our own model cache the same layout is laid out beside ours, so that the Python client finds
/// everything with `HF_HUB_CACHE` and without a network.
public record ClientCache(Path root) {
  /// The content of one file at the commit of `repository`, where it is there. Links are followed
  /// as long as they stay below the root.
  Optional<Path> find(RecipeRepository repository, RelativePath path) {
    try {
      var real = path.under(snapshot(repository)).toRealPath();
      return real.startsWith(root.toRealPath()) && Files.isRegularFile(real)
          ? Optional.of(real)
          : Optional.empty();
    } catch (IOException _) {
      // Absent, a link to nowhere, or not ours to read: then it is downloaded.
      return Optional.empty();
    }
  }

  /// Lays out a fetched repository. Its files take no space a second time where the disk knows hard
  /// links; the client accepts plain files in a snapshot as it does links.
  void lay(FetchedRepository fetched) throws IOException {
    var repository = fetched.repository();
    for (var file : fetched.files()) {
      var place = file.path().under(snapshot(repository));
      Files.createDirectories(place.getParent());
      link(file.path().under(fetched.folder()), place);
    }
    var main = folder(repository).resolve("refs").resolve("main");
    Files.createDirectories(main.getParent());
    Durable.write(main, repository.commit().getBytes(StandardCharsets.US_ASCII), "rw-r--r--");
  }

  private static void link(Path content, Path place) throws IOException {
    if (Files.exists(place) && Files.isSameFile(content, place)) {
      return;
    }
    Files.deleteIfExists(place);
    try {
      Files.createLink(place, content);
    } catch (UnsupportedOperationException | FileSystemException _) {
      Files.copy(content, place);
    }
  }

  private Path snapshot(RecipeRepository repository) {
    return folder(repository).resolve("snapshots").resolve(repository.commit());
  }

  private Path folder(RecipeRepository repository) {
    return root.resolve("models--" + repository.name().replace("/", "--"));
  }
}

package voxcrate.bundler.convert.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import voxcrate.bundle.Digest;

/// The files in which a model's weights were published: one, or several that an index names.
public final class PublishedFiles {
  private final Path main;
  private final List<Path> files;
  private final SortedMap<Path, Digest> digests = new TreeMap<>();

  /// @param main as the operator knows the weights: the file, or the index of several
  /// @param files that hold tensors
  PublishedFiles(Path main, List<Path> files) {
    this.main = main;
    this.files = List.copyOf(files);
  }

  /// Weights in one file.
  public static PublishedFiles of(Path file) {
    return new PublishedFiles(file, List.of(file));
  }

  /// As the operator knows the weights: the file, or the index of several.
  public Path main() {
    return main;
  }

  /// Each file with tensors and its digest, by name; they are read once.
  public SortedMap<Path, Digest> digests() {
    if (digests.isEmpty()) {
      files.forEach(file -> digests.put(file, Digest.of(file)));
    }
    return Collections.unmodifiableSortedMap(digests);
  }

  /// The file's digest; of several that of their list, as `sha256sum` would print it, by name.
  public Digest digest() {
    var alone = digests().get(main);
    return alone != null ? alone : Digest.of(sums());
  }

  private String sums() {
    return digests().entrySet().stream()
        .map(file -> file.getValue().hex() + "  " + file.getKey().getFileName() + "\n")
        .collect(Collectors.joining());
  }
}

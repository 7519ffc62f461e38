package voxcrate.bundler.convert.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.refusal.Refusal;

/// The weights of a model in safetensors: one file, or several with an index. Of both forms the
/// first counts. The tensors are usable until this is closed.
public final class WeightFiles implements AutoCloseable {
  private static final String SAFETENSORS = "model.safetensors";

  private final Path main;
  private final List<CheckpointFile> files;
  private final TensorStore weights;
  private final SortedMap<Path, Digest> digests = new TreeMap<>();

  private WeightFiles(Path main, List<CheckpointFile> files, TensorStore weights) {
    this.main = main;
    this.files = List.copyOf(files);
    this.weights = weights;
  }

  /// Whether `folder` holds such weights, whatever they are of.
  public static boolean areIn(Path folder) {
    return Files.exists(folder.resolve(SAFETENSORS))
        || Files.exists(folder.resolve(ShardIndex.FILE_NAME));
  }

  /// @throws voxcrate.problem.ToolException when `folder` holds no weights, or they are refused
  public static WeightFiles open(Path folder) {
    var single = folder.resolve(SAFETENSORS);
    if (Files.exists(single)) {
      return openSingle(single);
    }
    var index = folder.resolve(ShardIndex.FILE_NAME);
    if (Files.exists(index)) {
      return openShards(index);
    }
    throw Refusal.emptyFolder(folder.toString());
  }

  /// One file of any name.
  ///
  /// @throws voxcrate.problem.ToolException when it is refused
  static WeightFiles openSingle(Path path) {
    var file = CheckpointFile.open(path);
    try {
      var weights = new TensorStore(file.name(), SafetensorsHeader.tensors(file));
      return new WeightFiles(path, List.of(file), weights);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static WeightFiles openShards(Path path) {
    var index = ShardIndex.read(path);
    var files = new ArrayList<CheckpointFile>();
    var tensors = new LinkedHashMap<String, Tensor>();
    try {
      for (var shard : index.shards()) {
        var file = CheckpointFile.open(path.resolveSibling(shard));
        files.add(file);
        var ofShard = SafetensorsHeader.tensors(file);
        index.check(shard, ofShard.keySet());
        tensors.putAll(ofShard);
      }
      return new WeightFiles(path, files, new TensorStore(path.toString(), tensors));
    } catch (RuntimeException e) {
      files.forEach(CheckpointFile::close);
      throw e;
    }
  }

  /// As the operator knows the weights: the file, or the index of several.
  public Path path() {
    return main;
  }

  public TensorStore weights() {
    return weights;
  }

  /// Each file and its digest, by name; they are read once.
  public SortedMap<Path, Digest> files() {
    if (digests.isEmpty()) {
      files.stream().map(file -> Path.of(file.name())).forEach(this::digest);
    }
    return Collections.unmodifiableSortedMap(digests);
  }

  private void digest(Path file) {
    digests.put(file, Digest.of(file));
  }

  /// The file's digest; of several that of their list, as `sha256sum` would print it, by name.
  public Digest digest() {
    var alone = files().get(main);
    return alone != null ? alone : Digest.of(sums());
  }

  private String sums() {
    return files().entrySet().stream()
        .map(file -> file.getValue().hex() + "  " + file.getKey().getFileName() + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    files.forEach(CheckpointFile::close);
  }
}

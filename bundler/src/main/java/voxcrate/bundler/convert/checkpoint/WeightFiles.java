package voxcrate.bundler.convert.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import voxcrate.bundler.convert.refusal.Refusal;

/// The weights of a model in safetensors: one file, or several with an index. Of both forms the
/// first counts. The tensors are usable until this is closed.
public final class WeightFiles implements AutoCloseable {
  private static final String SAFETENSORS = "model.safetensors";

  private final PublishedFiles published;
  private final List<CheckpointFile> files;
  private final TensorStore weights;

  private WeightFiles(PublishedFiles published, List<CheckpointFile> files, TensorStore weights) {
    this.published = published;
    this.files = List.copyOf(files);
    this.weights = weights;
  }

  /// Whether `folder` holds such weights, whatever they are of.
  public static boolean areIn(Path folder) {
    var single = folder.resolve(SAFETENSORS);
    return Files.exists(single) || Files.exists(ShardIndex.inPlaceOf(single));
  }

  /// @throws voxcrate.problem.ToolException when `folder` holds no weights, or they are refused
  public static WeightFiles open(Path folder) {
    var single = folder.resolve(SAFETENSORS);
    if (Files.exists(single)) {
      return openSingle(single);
    }
    var index = ShardIndex.inPlaceOf(single);
    if (Files.exists(index)) {
      return openShards(index);
    }
    throw Refusal.emptyFolder(folder.toString());
  }

  /// One file of any name.
  ///
  /// @throws voxcrate.problem.ToolException when it is refused
  static WeightFiles openSingle(Path path) {
    var files = new ArrayList<CheckpointFile>();
    try {
      var weights = tensors(path, files);
      return new WeightFiles(PublishedFiles.of(path), files, weights);
    } catch (RuntimeException e) {
      files.forEach(CheckpointFile::close);
      throw e;
    }
  }

  private static WeightFiles openShards(Path path) {
    var files = new ArrayList<CheckpointFile>();
    try {
      var weights = ShardIndex.read(path).tensors(shard -> tensors(shard, files));
      var published = new PublishedFiles(path, files.stream().map(CheckpointFile::path).toList());
      return new WeightFiles(published, files, weights);
    } catch (RuntimeException e) {
      files.forEach(CheckpointFile::close);
      throw e;
    }
  }

  /// Of one file, which is put to those that are `open`.
  private static TensorStore tensors(Path path, List<CheckpointFile> open) {
    var file = CheckpointFile.open(path);
    open.add(file);
    return new TensorStore(file.name(), SafetensorsHeader.tensors(file));
  }

  public PublishedFiles published() {
    return published;
  }

  public TensorStore weights() {
    return weights;
  }

  @Override
  public void close() {
    files.forEach(CheckpointFile::close);
  }
}

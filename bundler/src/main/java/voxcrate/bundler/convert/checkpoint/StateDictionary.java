package voxcrate.bundler.convert.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import voxcrate.bundler.convert.checkpoint.PickleValue.Mapping;

/// Tensors by name and nothing else, as Transformers published weights before there was
/// safetensors: in one file, or in several with an index.
public final class StateDictionary implements PickledModel {
  /// Transformers saves Whisper's token table twice: as what the decoder begins with, and as what
  /// it ends with.
  private static final String TABLE = "model.decoder.embed_tokens.weight";

  private static final String SAME_TABLE = "proj_out.weight";

  private final PublishedFiles published;
  private final List<CheckpointArchive> archives;
  private final TensorStore weights;

  private StateDictionary(
      PublishedFiles published, List<CheckpointArchive> archives, TensorStore all) {
    this.published = published;
    this.archives = List.copyOf(archives);
    this.weights = withoutRepeated(all);
    weights.requireAtMost(archives.stream().mapToLong(CheckpointArchive::sizeBytes).sum());
  }

  static StateDictionary of(CheckpointArchive archive, Mapping root) {
    return new StateDictionary(
        archive.published(), List.of(archive), TensorStore.of(root, archive));
  }

  /// @throws voxcrate.problem.ToolException when the index or one of its files is refused
  static StateDictionary ofShards(Path index) {
    var archives = new ArrayList<CheckpointArchive>();
    try {
      var all = ShardIndex.read(index).tensors(shard -> tensors(shard, archives));
      var files = archives.stream().map(CheckpointArchive::path).toList();
      return new StateDictionary(new PublishedFiles(index, files), archives, all);
    } catch (RuntimeException e) {
      archives.forEach(CheckpointArchive::close);
      throw e;
    }
  }

  /// Of one file, which is put to those that are `open`.
  private static TensorStore tensors(Path shard, List<CheckpointArchive> open) {
    var archive = CheckpointArchive.open(shard);
    open.add(archive);
    return TensorStore.of(archive.dictionary(), archive);
  }

  /// A fine-tuned model may have two tables, and then needs both.
  private static TensorStore withoutRepeated(TensorStore all) {
    var table = all.find(TABLE);
    boolean repeated =
        all.find(SAME_TABLE).flatMap(same -> table.filter(same::holdsTheSame)).isPresent();
    return repeated ? all.without(SAME_TABLE) : all;
  }

  @Override
  public PublishedFiles published() {
    return published;
  }

  @Override
  public TensorStore weights() {
    return weights;
  }

  @Override
  public void close() {
    archives.forEach(CheckpointArchive::close);
  }
}

package voxcrate.bundler.convert.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// What a `pytorch_model.bin` can be, or several such files with an index. The tensors are usable
/// until it is closed.
public sealed interface PickledModel extends AutoCloseable
    permits LightningCheckpoint, StateDictionary {
  String FILE_NAME = "pytorch_model.bin";

  /// The file of a folder, or the index of several; of both the first counts.
  static Optional<Path> find(Path folder) {
    var single = folder.resolve(FILE_NAME);
    return Stream.of(single, ShardIndex.inPlaceOf(single)).filter(Files::exists).findFirst();
  }

  /// @param file or the index of several
  /// @throws voxcrate.problem.ToolException when it is refused
  static PickledModel open(Path file) {
    return ShardIndex.isOne(file) ? StateDictionary.ofShards(file) : openSingle(file);
  }

  private static PickledModel openSingle(Path file) {
    var archive = CheckpointArchive.open(file);
    try {
      var root = archive.dictionary();
      return LightningCheckpoint.is(root)
          ? new LightningCheckpoint(archive, root)
          : StateDictionary.of(archive, root);
    } catch (RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  PublishedFiles published();

  TensorStore weights();

  @Override
  void close();
}

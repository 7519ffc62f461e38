package voxcrate.bundler.convert.checkpoint;

import java.nio.file.Path;
import voxcrate.bundler.convert.checkpoint.PickleValue.Mapping;
import voxcrate.bundler.convert.refusal.Refusal;

/// What a `pytorch_model.bin` can be. The tensors are usable until it is closed.
public sealed interface PickledModel extends AutoCloseable
    permits LightningCheckpoint, StateDictionary {
  String FILE_NAME = "pytorch_model.bin";

  /// @throws voxcrate.problem.ToolException when the file is refused
  static PickledModel open(Path file) {
    var archive = CheckpointArchive.open(file);
    try {
      if (!(Unpickler.read(archive.pickle(), archive.name()) instanceof Mapping root)) {
        throw Refusal.architecture(archive.name(), "a pickle that is no dictionary");
      }
      return LightningCheckpoint.is(root)
          ? new LightningCheckpoint(archive, root)
          : new StateDictionary(archive, root);
    } catch (RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  /// As the operator knows it.
  String file();

  TensorStore weights();

  @Override
  void close();
}

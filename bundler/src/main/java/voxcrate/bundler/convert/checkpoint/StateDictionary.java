package voxcrate.bundler.convert.checkpoint;

import voxcrate.bundler.convert.checkpoint.PickleValue.Mapping;

/// Tensors by name and nothing else, as Transformers published weights before there was
/// safetensors.
public final class StateDictionary implements PickledModel {
  /// Transformers saves Whisper's token table twice: as what the decoder begins with, and as what
  /// it ends with.
  private static final String TABLE = "model.decoder.embed_tokens.weight";

  private static final String SAME_TABLE = "proj_out.weight";

  private final CheckpointArchive archive;
  private final TensorStore weights;

  StateDictionary(CheckpointArchive archive, Mapping root) {
    this.archive = archive;
    this.weights = TensorStore.of(withoutRepeated(root), archive);
    weights.requireAtMost(archive.file().sizeBytes());
  }

  /// A fine-tuned model may have two tables, and then needs both.
  private static Mapping withoutRepeated(Mapping root) {
    var once = new Mapping();
    root.entries()
        .forEach(
            (key, value) -> {
              if (!key.equals(SAME_TABLE) || !value.equals(root.entries().get(TABLE))) {
                once.put(String.valueOf(key), value);
              }
            });
    return once;
  }

  @Override
  public String file() {
    return archive.name();
  }

  @Override
  public TensorStore weights() {
    return weights;
  }

  @Override
  public void close() {
    archive.close();
  }
}

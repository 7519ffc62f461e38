package voxcrate.bundler.convert.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import voxcrate.bundler.convert.checkpoint.PickleValue.Mapping;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.bundler.convert.settings.WhisperSettings;

/// Whisper as OpenAI publishes it: a zip container with the sizes of the network (`dims`) and its
/// weights (`model_state_dict`), here under the names that Transformers gives them. The tensors are
/// usable until it is closed.
public final class WhisperCheckpoint implements AutoCloseable {
  private static final String DIMENSIONS = "dims";
  private static final String WEIGHTS = "model_state_dict";

  private final CheckpointArchive archive;
  private final TensorStore weights;
  private final WhisperSettings settings;

  private WhisperCheckpoint(CheckpointArchive archive) {
    this.archive = archive;
    var root = archive.dictionary();
    if (root.find(DIMENSIONS).isEmpty() || root.find(WEIGHTS).isEmpty()) {
      throw Refusal.architecture(
          archive.name(), "no checkpoint of Whisper, which has dims and a model_state_dict");
    }
    var dimensions = WhisperDimensions.of(root.mapping(DIMENSIONS), archive.name());
    this.weights = TensorStore.of(renamed(root.mapping(WEIGHTS)), archive);
    this.settings = dimensions.settings(weights);
    weights.requireAtMost(archive.sizeBytes());
  }

  /// The checkpoint of a folder, which is called after the model's size, such as `tiny.pt`.
  ///
  /// @throws voxcrate.problem.ToolException when there are several
  public static Optional<Path> find(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    var found = new ArrayList<Path>();
    try (var files = Files.newDirectoryStream(folder, "*.pt")) {
      files.forEach(found::add);
    }
    if (found.size() > 1) {
      throw Refusal.architecture(folder.toString(), found.size() + " checkpoints in one folder");
    }
    return found.stream().findFirst();
  }

  public static WhisperCheckpoint open(Path file) {
    var archive = CheckpointArchive.open(file);
    try {
      return new WhisperCheckpoint(archive);
    } catch (RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private Mapping renamed(Mapping stateDictionary) {
    var renamed = new Mapping();
    stateDictionary
        .entries()
        .forEach(
            (key, value) -> {
              var name =
                  WhisperNames.inTransformers(String.valueOf(key)).orElseThrow(() -> unknown(key));
              if (renamed.find(name).isPresent()) {
                throw unknown(key);
              }
              renamed.put(name, value);
            });
    return renamed;
  }

  private RuntimeException unknown(Object key) {
    return Refusal.architecture(
        archive.name(), "the tensor '" + key + "', which Whisper does not have");
  }

  public PublishedFiles published() {
    return archive.published();
  }

  public WhisperSettings settings() {
    return settings;
  }

  /// By the names of Transformers, such as `model.encoder.layers.0.self_attn.q_proj.weight`.
  public TensorStore weights() {
    return weights;
  }

  @Override
  public void close() {
    archive.close();
  }
}

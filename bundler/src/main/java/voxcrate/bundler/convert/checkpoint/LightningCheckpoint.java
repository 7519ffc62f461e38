package voxcrate.bundler.convert.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import voxcrate.bundler.convert.checkpoint.PickleValue.Inert;
import voxcrate.bundler.convert.checkpoint.PickleValue.Mapping;
import voxcrate.bundler.convert.checkpoint.PickleValue.Sequence;
import voxcrate.bundler.convert.refusal.Refusal;

/// A checkpoint as PyTorch Lightning and pyannote write it: weights, hyper-parameters, and what the
/// model was made for. The tensors are usable until it is closed.
public final class LightningCheckpoint implements AutoCloseable {
  private static final String SPECIFICATIONS = "pyannote.audio.core.task Specifications";

  private final CheckpointArchive archive;
  private final Mapping root;
  private final TensorStore weights;

  private LightningCheckpoint(CheckpointArchive archive) {
    this.archive = archive;
    if (!(Unpickler.read(archive.pickle(), archive.name()) instanceof Mapping mapping)) {
      throw Refusal.architecture(archive.name(), "a pickle that is no dictionary");
    }
    this.root = mapping;
    this.weights = TensorStore.of(mapping.mapping("state_dict"), archive);
  }

  public static LightningCheckpoint open(Path file) {
    var archive = CheckpointArchive.open(file);
    try {
      return new LightningCheckpoint(archive);
    } catch (RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  /// As the operator knows it.
  public String file() {
    return archive.name();
  }

  public TensorStore weights() {
    return weights;
  }

  /// How the network was set up; empty where the checkpoint does not say.
  public Mapping hyperParameters() {
    return root.mapping("hyper_parameters");
  }

  /// The class that pyannote would have loaded, such as `PyanNet`.
  public Optional<String> architecture() {
    return root.mapping("pyannote.audio").mapping("architecture").text("class");
  }

  /// What the model was trained for; empty where the checkpoint does not say.
  public Mapping specifications() {
    return root.mapping("pyannote.audio").find("specifications").orElse(null) instanceof Inert inert
            && inert.type().equals(SPECIFICATIONS)
            && inert.state().orElse(null) instanceof Mapping state
        ? state
        : new Mapping();
  }

  /// Names of the classes, such as `speaker#1`.
  public List<PickleValue> classes() {
    return specifications().find("classes").orElse(null) instanceof Sequence classes
        ? classes.items()
        : List.of();
  }

  @Override
  public void close() {
    archive.close();
  }
}

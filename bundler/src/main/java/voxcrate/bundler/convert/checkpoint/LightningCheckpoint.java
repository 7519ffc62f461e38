package voxcrate.bundler.convert.checkpoint;

import java.util.List;
import java.util.Optional;
import voxcrate.bundler.convert.checkpoint.PickleValue.Inert;
import voxcrate.bundler.convert.checkpoint.PickleValue.Mapping;
import voxcrate.bundler.convert.checkpoint.PickleValue.Sequence;

/// A checkpoint as PyTorch Lightning and pyannote write it: weights, hyper-parameters, and what the
/// model was made for. The tensors are usable until it is closed.
public final class LightningCheckpoint implements PickledModel {
  private static final String WEIGHTS = "state_dict";
  private static final String PYANNOTE = "pyannote.audio";
  private static final String SPECIFICATIONS = "pyannote.audio.core.task Specifications";

  /// Under so many names a module that is shared may stand there.
  private static final int MOST_NAMES = 2;

  private final CheckpointArchive archive;
  private final Mapping root;
  private final TensorStore weights;

  LightningCheckpoint(CheckpointArchive archive, Mapping root) {
    this.archive = archive;
    this.root = root;
    this.weights = TensorStore.of(root.mapping(WEIGHTS), archive);
    weights.requireAtMost(MOST_NAMES * archive.sizeBytes());
  }

  static boolean is(Mapping root) {
    return root.find(WEIGHTS).isPresent() || root.find(PYANNOTE).isPresent();
  }

  /// As the operator knows it.
  public String file() {
    return archive.name();
  }

  @Override
  public PublishedFiles published() {
    return archive.published();
  }

  @Override
  public TensorStore weights() {
    return weights;
  }

  /// How the network was set up; empty where the checkpoint does not say.
  public Mapping hyperParameters() {
    return root.mapping("hyper_parameters");
  }

  /// The class that pyannote would have loaded, such as `PyanNet`.
  public Optional<String> architecture() {
    return root.mapping(PYANNOTE).mapping("architecture").text("class");
  }

  /// What the model was trained for; empty where the checkpoint does not say.
  public Mapping specifications() {
    return root.mapping(PYANNOTE).find("specifications").orElse(null) instanceof Inert inert
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

package voxcrate.bundler.convert.checkpoint;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import voxcrate.bundler.convert.checkpoint.PickleValue.Mapping;
import voxcrate.bundler.convert.checkpoint.PickleValue.StorageRef;
import voxcrate.bundler.convert.checkpoint.PickleValue.TensorRef;
import voxcrate.bundler.convert.refusal.Refusal;

/// The tensors of a model, by name, whichever form its weights were published in. Usable while
/// their files are open.
public final class TensorStore {
  private final String file;
  private final SequencedMap<String, Tensor> tensors;
  private final Consumer<String> watcher;

  /// @param file as the operator knows it
  TensorStore(String file, SequencedMap<String, Tensor> tensors) {
    this(file, tensors, _ -> {});
  }

  private TensorStore(String file, SequencedMap<String, Tensor> tensors, Consumer<String> watcher) {
    this.file = file;
    this.tensors = tensors;
    this.watcher = watcher;
  }

  static TensorStore of(Mapping stateDictionary, CheckpointArchive archive) {
    var storages = new HashMap<String, StorageRef>();
    var tensors = new LinkedHashMap<String, Tensor>();
    stateDictionary
        .entries()
        .forEach(
            (key, value) -> {
              if (!(key instanceof String name) || !(value instanceof TensorRef ref)) {
                throw Refusal.tensor(archive.name(), "'" + key + "' is no tensor with a name");
              }
              checkOneView(storages, ref.storage(), archive);
              tensors.put(name, tensor(name, ref, archive));
            });
    return new TensorStore(archive.name(), tensors);
  }

  private static void checkOneView(
      Map<String, StorageRef> storages, StorageRef storage, CheckpointArchive archive) {
    var before = storages.putIfAbsent(storage.key(), storage);
    if (before != null && !before.equals(storage)) {
      throw Refusal.tensor(
          archive.name(), "storage " + storage.key() + " is described in two ways");
    }
  }

  private static Tensor tensor(String name, TensorRef ref, CheckpointArchive archive) {
    var entry =
        archive
            .storage(ref.storage().key())
            .orElseThrow(
                () ->
                    Refusal.tensor(archive.name(), "'" + name + "' has a storage that is missing"));
    TensorLayout.defect(ref, entry.sizeBytes())
        .ifPresent(
            defect -> {
              throw Refusal.tensor(archive.name(), "'" + name + "': " + defect);
            });
    var layout = TensorLayout.of(ref, entry.sizeBytes());
    return new Tensor(name, archive.file(), entry.dataOffset(), layout);
  }

  /// The same tensors; `used` gathers the names of those that are taken out.
  public TensorStore watched(Set<String> used) {
    return new TensorStore(file, tensors, used::add);
  }

  /// The same tensors, of what the operator knows by another name.
  public TensorStore knownAs(String original) {
    return new TensorStore(original, tensors, watcher);
  }

  /// All tensors but one.
  TensorStore without(String name) {
    var rest = new LinkedHashMap<>(tensors);
    rest.remove(name);
    return new TensorStore(file, rest, watcher);
  }

  /// Tensors that share their numbers would make a small file a large one when it is converted.
  ///
  /// @throws voxcrate.problem.ToolException when the tensors have more bytes together
  void requireAtMost(long most) {
    long bytes = tensors.values().stream().mapToLong(Tensor::byteCount).sum();
    if (bytes > most) {
      throw Refusal.tensor(file, bytes + " bytes of tensors where " + most + " are plausible");
    }
  }

  public Set<String> names() {
    return tensors.sequencedKeySet();
  }

  Collection<Tensor> tensors() {
    return Collections.unmodifiableCollection(tensors.values());
  }

  public Optional<Tensor> find(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /// @throws voxcrate.problem.ToolException when the network lacks it
  public Tensor get(String name) {
    watcher.accept(name);
    return find(name)
        .orElseThrow(() -> Refusal.architecture(file, "the tensor '" + name + "' is missing"));
  }

  /// The tensor, which must have this shape.
  public Tensor get(String name, long... shape) {
    var tensor = get(name);
    if (!tensor.shape().equals(Arrays.stream(shape).boxed().toList())) {
      throw Refusal.architecture(file, tensor + " should have the shape " + Arrays.toString(shape));
    }
    return tensor;
  }

  /// The checkpoint, as the operator knows it.
  public String file() {
    return file;
  }

  /// How many layers there are whose tensor is named `pattern` with `%d` for their number.
  public int count(String pattern) {
    int layers = 0;
    while (find(pattern.replace("%d", String.valueOf(layers))).isPresent()) {
      layers++;
    }
    return layers;
  }
}

package voxcrate.bundler.convert.checkpoint;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import voxcrate.bundler.convert.checkpoint.PickleValue.Mapping;
import voxcrate.bundler.convert.refusal.Refusal;

/// The files inside a torch checkpoint: one pickle, and the raw storages it refers to, under one
/// top folder of any name.
final class CheckpointArchive implements AutoCloseable {
  private static final String PICKLE = "/data.pkl";

  /// torch packs nothing, so that storages can be read where they lie.
  private static final Set<Packing> STORED = Set.of(Packing.STORED);

  private final CheckpointFile file;
  private final SequencedMap<String, ZipMember> entries;
  private final String top;

  private CheckpointArchive(CheckpointFile file, SequencedMap<String, ZipMember> entries) {
    this.file = file;
    this.entries = entries;
    this.top = topFolder();
    checkDataOnly();
    checkByteOrder();
  }

  static CheckpointArchive open(Path path) {
    var file = CheckpointFile.open(path);
    try {
      CheckpointForm.checkZip(file);
      return new CheckpointArchive(file, ZipDirectory.read(file, STORED));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// As the operator knows the checkpoint.
  String name() {
    return file.name();
  }

  Path path() {
    return file.path();
  }

  PublishedFiles published() {
    return PublishedFiles.of(path());
  }

  long sizeBytes() {
    return file.sizeBytes();
  }

  /// What its pickle holds.
  ///
  /// @throws voxcrate.problem.ToolException when that is no dictionary, or the pickle is refused
  Mapping dictionary() {
    if (Unpickler.read(pickle(), name()) instanceof Mapping root) {
      return root;
    }
    throw Refusal.architecture(name(), "a pickle that is no dictionary");
  }

  private byte[] pickle() {
    var entry = entries.get(top + PICKLE);
    if (entry == null || entry.sizeBytes() > Unpickler.MAX_PICKLE_BYTES) {
      throw Refusal.malformed(file.name(), "its pickle is larger than any published one");
    }
    return entry.content(file);
  }

  /// The file that holds storage `key`.
  Optional<ZipMember> storage(String key) {
    return Optional.ofNullable(entries.get(top + "/data/" + key));
  }

  /// The container itself, in which the storages are read by position.
  CheckpointFile file() {
    return file;
  }

  private String topFolder() {
    var pickles =
        entries.keySet().stream()
            .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.lastIndexOf('/'))
            .toList();
    if (pickles.size() != 1) {
      throw Refusal.form(
          file.name(), "a zip container with " + pickles.size() + " files TOP/data.pkl");
    }
    return pickles.getFirst().substring(0, pickles.getFirst().length() - PICKLE.length());
  }

  private void checkDataOnly() {
    for (var name : entries.keySet()) {
      if (!name.startsWith(top + "/")) {
        throw Refusal.container(file.name(), "it holds files outside its top folder");
      }
      if (name.equals(top + "/constants.pkl") || name.startsWith(top + "/code/")) {
        throw Refusal.form(file.name(), "a TorchScript archive, which carries code");
      }
    }
  }

  private void checkByteOrder() {
    var entry = entries.get(top + "/byteorder");
    if (entry == null) {
      return;
    }
    if (entry.sizeBytes() > 16
        || !new String(entry.content(file), StandardCharsets.US_ASCII).equals("little")) {
      throw Refusal.form(file.name(), "numbers in another byte order than little-endian");
    }
  }

  @Override
  public void close() {
    file.close();
  }
}

package voxcrate.bundler.convert.checkpoint;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import voxcrate.bundler.convert.refusal.Refusal;

/// NumPy arrays by name, in one zip container (`.npz`). Usable until it is closed.
public final class NpzFile implements AutoCloseable {
  private static final String SUFFIX = ".npy";
  private static final Set<Packing> PACKINGS = EnumSet.allOf(Packing.class);

  /// The largest array of a published PLDA has 131 kB.
  private static final long MAX_ARRAY_BYTES = 16 << 20;

  private final CheckpointFile file;
  private final SequencedMap<String, ZipMember> members;

  private NpzFile(CheckpointFile file) {
    this.file = file;
    CheckpointForm.checkZip(file);
    this.members = ZipDirectory.read(file, PACKINGS);
  }

  /// @throws voxcrate.problem.ToolException when `path` is no such container
  public static NpzFile open(Path path) {
    var file = CheckpointFile.open(path);
    try {
      return new NpzFile(file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// @throws voxcrate.problem.ToolException when it is missing, or breaks a rule
  public NpyArray get(String name) {
    var member = members.get(name + SUFFIX);
    if (member == null) {
      throw Refusal.architecture(file.name(), "the array '" + name + "' is missing");
    }
    if (member.sizeBytes() > MAX_ARRAY_BYTES || member.packedBytes() > MAX_ARRAY_BYTES) {
      throw Refusal.array(file.name(), name, "it has more than " + MAX_ARRAY_BYTES + " bytes");
    }
    try {
      return NpyArray.of(member.content(file));
    } catch (NpyException e) {
      throw Refusal.array(file.name(), name, String.valueOf(e.getMessage()));
    }
  }

  /// The numbers of an array that must have this shape, and only finite ones.
  public double[] get(String name, int... shape) {
    var array = get(name);
    if (!array.shape().equals(IntStream.of(shape).boxed().toList())) {
      throw Refusal.architecture(
          file.name(),
          "the array '%s' has the shape %s and should have %s"
              .formatted(name, array.shape(), List.of(IntStream.of(shape).boxed().toArray())));
    }
    var numbers = array.numbers();
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        throw Refusal.array(file.name(), name, "it holds " + number);
      }
    }
    return numbers;
  }

  @Override
  public void close() {
    file.close();
  }
}

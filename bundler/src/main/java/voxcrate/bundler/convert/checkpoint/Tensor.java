package voxcrate.bundler.convert.checkpoint;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import voxcrate.bundler.convert.refusal.Refusal;

/// A named view on the numbers of a checkpoint. Numbers are read from the file when asked for, in
/// row-major order whatever the strides.
public final class Tensor {
  /// What is read at once where all of a large tensor is not needed together.
  static final int PIECE_BYTES = 1 << 22;

  private final String name;
  private final CheckpointFile file;
  private final long dataOffset;
  private final TensorLayout layout;
  private final Optional<Place> place;

  /// Where numbers lie that others may read as they are: row-major, little-endian.
  public record Place(Path file, long offset) {}

  /// @param dataOffset where its storage begins in `file`, in bytes
  Tensor(String name, CheckpointFile file, long dataOffset, TensorLayout layout) {
    this(name, file, dataOffset, layout, Optional.empty());
  }

  private Tensor(
      String name,
      CheckpointFile file,
      long dataOffset,
      TensorLayout layout,
      Optional<Place> place) {
    this.name = name;
    this.file = file;
    this.dataOffset = dataOffset;
    this.layout = layout;
    this.place = place;
  }

  /// A tensor of a safetensors file, which holds nothing but numbers.
  ///
  /// @param dataOffset where its bytes begin in `file`
  static Tensor placed(
      String name, CheckpointFile file, long dataOffset, ElementType type, List<Long> shape) {
    var place = new Place(Path.of(file.name()), dataOffset);
    var layout = TensorLayout.rowMajor(type, shape);
    return new Tensor(name, file, dataOffset, layout, Optional.of(place));
  }

  public String name() {
    return name;
  }

  public ElementType type() {
    return layout.type();
  }

  public List<Long> shape() {
    return layout.shape();
  }

  /// Empty for a tensor inside a pickled checkpoint.
  public Optional<Place> place() {
    return place;
  }

  /// Size of one axis.
  ///
  /// @throws voxcrate.problem.ToolException when there is no such axis
  public int axis(int index) {
    if (index >= layout.shape().size()) {
      throw Refusal.architecture(file.name(), this + " lacks an axis");
    }
    return Math.toIntExact(layout.shape().get(index));
  }

  public float[] floats() {
    var numbers = span();
    var floats = new float[layout.elements()];
    layout.forEach((at, from) -> floats[at] = (float) layout.type().at(numbers, from));
    return floats;
  }

  public double[] doubles() {
    var numbers = span();
    var doubles = new double[layout.elements()];
    layout.forEach((at, from) -> doubles[at] = layout.type().at(numbers, from));
    return doubles;
  }

  /// The elements as they are, little-endian, in row-major order.
  ByteBuffer bytes() {
    var numbers = span();
    if (layout.isRowMajor()) {
      return numbers;
    }
    int width = layout.type().bytes();
    var bytes = ByteBuffer.allocate(layout.elements() * width);
    layout.forEach((at, from) -> bytes.put(at * width, numbers, from * width, width));
    return bytes;
  }

  long byteCount() {
    return (long) layout.elements() * layout.type().bytes();
  }

  /// The part from index `from` to `to`, exclusive, of the first axis: a large tensor is read in
  /// pieces.
  public Tensor rows(int from, int to) {
    Objects.checkFromToIndex(from, to, axis(0));
    return new Tensor(name, file, dataOffset, layout.rows(from, to));
  }

  /// Itself in parts of its first axis, each of at most so many bytes where a row has no more.
  List<Tensor> pieces(int bytes) {
    if (shape().isEmpty()) {
      return List.of(this);
    }
    int rows = axis(0);
    int atOnce = Math.clamp(bytes / (byteCount() / rows), 1, rows);
    return IntStream.iterate(0, from -> from < rows, from -> from + atOnce)
        .mapToObj(from -> rows(from, Math.min(rows, from + atOnce)))
        .toList();
  }

  /// Whether its elements and those of `other` are the same, bit by bit.
  boolean holdsTheSame(Tensor other) {
    if (type() != other.type() || !shape().equals(other.shape())) {
      return false;
    }
    return isAtThePlaceOf(other) || piecesMatch(pieces(PIECE_BYTES), other.pieces(PIECE_BYTES));
  }

  private boolean isAtThePlaceOf(Tensor other) {
    return file == other.file && dataOffset == other.dataOffset && layout.equals(other.layout);
  }

  private static boolean piecesMatch(List<Tensor> one, List<Tensor> other) {
    return IntStream.range(0, one.size())
        .allMatch(piece -> one.get(piece).bytes().equals(other.get(piece).bytes()));
  }

  private ByteBuffer span() {
    int width = layout.type().bytes();
    return file.read(dataOffset + layout.offset() * width, layout.spanElements() * width);
  }

  /// Such as `lstm.weight_ih_l0 (512×60)`.
  @Override
  public String toString() {
    return name
        + layout.shape().stream().map(String::valueOf).collect(Collectors.joining("×", " (", ")"));
  }
}

package voxcrate.bundler.convert.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import voxcrate.bundler.convert.checkpoint.PickleValue.TensorRef;

/// Where the elements of a tensor lie in its storage; known to lie inside it, each at a place of
/// its own.
///
/// @param offset of the first element in the storage, in elements
/// @param spanElements from the first element to the last, both included
record TensorLayout(
    ElementType type,
    long offset,
    List<Long> shape,
    List<Long> strides,
    int elements,
    int spanElements) {
  /// The most of a storage that is read at once.
  static final long MAX_SPAN_BYTES = 1L << 30;

  /// Takes the element number in row-major order and its place, counted from the first element.
  interface Visitor {
    void visit(int element, int place);
  }

  /// Why `ref` cannot be read from a storage of `storageBytes`; empty when it can.
  static Optional<String> defect(TensorRef ref, long storageBytes) {
    var storage = ref.storage();
    int width = storage.type().bytes();
    if (storage.count() < 0
        || storageBytes / width != storage.count()
        || storageBytes % width != 0) {
      return Optional.of(
          "its storage holds "
              + storageBytes
              + " bytes where "
              + storage.count()
              + " elements of "
              + width
              + " bytes are claimed");
    }
    if (ref.shape().size() != ref.strides().size()) {
      return Optional.of("its shape and strides have different lengths");
    }
    if (anyNegative(ref.shape()) || anyNegative(ref.strides()) || ref.offset() < 0) {
      return Optional.of("its shape, strides or offset are negative");
    }
    if (ref.shape().contains(0L)) {
      return Optional.of("it has no elements");
    }
    return placeDefect(ref);
  }

  private static Optional<String> placeDefect(TensorRef ref) {
    long last;
    try {
      last = lastPlace(ref);
      if (Math.addExact(ref.offset(), last) >= ref.storage().count()) {
        return Optional.of("it reaches beyond its storage of " + ref.storage().count());
      }
    } catch (ArithmeticException e) {
      return Optional.of("its shape and strides overflow");
    }
    if (sharesPlaces(ref)) {
      return Optional.of("several of its elements share one place");
    }
    if ((last + 1) * ref.storage().type().bytes() > MAX_SPAN_BYTES) {
      return Optional.of("it spans more than " + MAX_SPAN_BYTES + " bytes");
    }
    return Optional.empty();
  }

  /// @throws IllegalArgumentException where [#defect] finds one
  static TensorLayout of(TensorRef ref, long storageBytes) {
    defect(ref, storageBytes)
        .ifPresent(
            defect -> {
              throw new IllegalArgumentException(defect);
            });
    int elements = Math.toIntExact(ref.shape().stream().reduce(1L, Math::multiplyExact));
    int span = Math.toIntExact(lastPlace(ref) + 1);
    return new TensorLayout(
        ref.storage().type(), ref.offset(), ref.shape(), ref.strides(), elements, span);
  }

  /// A tensor that has its bytes to itself, in order; at most [#MAX_SPAN_BYTES] of them.
  static TensorLayout rowMajor(ElementType type, List<Long> shape) {
    var strides = new Long[shape.size()];
    long step = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= shape.get(axis);
    }
    int elements = Math.toIntExact(step);
    return new TensorLayout(type, 0, shape, List.of(strides), elements, elements);
  }

  /// The part from index `from` to `to`, exclusive, of the first axis.
  TensorLayout rows(int from, int to) {
    var part = new ArrayList<>(shape);
    part.set(0, (long) to - from);
    long left = shape.getFirst() - part.getFirst();
    return new TensorLayout(
        type,
        offset + from * strides.getFirst(),
        List.copyOf(part),
        strides,
        Math.toIntExact(elements / shape.getFirst() * part.getFirst()),
        Math.toIntExact(spanElements - left * strides.getFirst()));
  }

  private static boolean anyNegative(List<Long> numbers) {
    return numbers.stream().anyMatch(number -> number < 0);
  }

  private static long lastPlace(TensorRef ref) {
    long last = 0;
    for (int axis = 0; axis < ref.shape().size(); axis++) {
      long step = Math.multiplyExact(ref.shape().get(axis) - 1, ref.strides().get(axis));
      last = Math.addExact(last, step);
    }
    return last;
  }

  /// Each stride must step over all that the smaller strides reach; so do all views of a
  /// contiguous tensor, its transposes and slices.
  private static boolean sharesPlaces(TensorRef ref) {
    var axes =
        IntStream.range(0, ref.shape().size())
            .filter(axis -> ref.shape().get(axis) > 1)
            .boxed()
            .sorted(Comparator.comparing(axis -> ref.strides().get(axis)))
            .toList();
    long reach = 0;
    for (int axis : axes) {
      if (ref.strides().get(axis) <= reach) {
        return true;
      }
      reach += (ref.shape().get(axis) - 1) * ref.strides().get(axis);
    }
    return false;
  }

  void forEach(Visitor visitor) {
    if (isRowMajor()) {
      for (int element = 0; element < elements; element++) {
        visitor.visit(element, element);
      }
      return;
    }
    var index = new int[shape.size()];
    int place = 0;
    for (int element = 0; element < elements; element++) {
      visitor.visit(element, place);
      place = advance(index, place);
    }
  }

  /// Whether the elements lie one behind the other, last axis fastest.
  boolean isRowMajor() {
    long expected = 1;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      if (shape.get(axis) > 1 && strides.get(axis) != expected) {
        return false;
      }
      expected *= shape.get(axis);
    }
    return true;
  }

  /// Counts `index` up like an odometer, last axis fastest; returns the new place.
  private int advance(int[] index, int place) {
    int next = place;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      long stride = strides.get(axis);
      if (++index[axis] < shape.get(axis)) {
        return (int) (next + stride);
      }
      next -= (int) ((shape.get(axis) - 1) * stride);
      index[axis] = 0;
    }
    return next;
  }
}

package voxcrate.bundler.convert.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a pickle may hold: plain values, tensors by description, and inert records that stand where
/// Python would have built an object. None of them has behaviour.
public sealed interface PickleValue {

  record Nothing() implements PickleValue {}

  record Flag(boolean value) implements PickleValue {}

  record Whole(long value) implements PickleValue {}

  record Real(double value) implements PickleValue {}

  record Text(String value) implements PickleValue {}

  /// A list or a tuple. Grows while the pickle is read; compared by identity.
  final class Sequence implements PickleValue {
    private final List<PickleValue> items;
    private final boolean tuple;

    private Sequence(List<PickleValue> items, boolean tuple) {
      this.items = items;
      this.tuple = tuple;
    }

    static Sequence list() {
      return new Sequence(new ArrayList<>(0), false);
    }

    static Sequence tuple(List<PickleValue> items) {
      return new Sequence(List.copyOf(items), true);
    }

    boolean isTuple() {
      return tuple;
    }

    void add(PickleValue item) {
      items.add(item);
    }

    public List<PickleValue> items() {
      return Collections.unmodifiableList(items);
    }
  }

  /// A dictionary; the keys are strings or 64-bit integers. Compared by identity.
  final class Mapping implements PickleValue {
    private final Map<Object, PickleValue> entries = new LinkedHashMap<>(2);

    void put(String key, PickleValue value) {
      entries.put(key, value);
    }

    void put(long key, PickleValue value) {
      entries.put(key, value);
    }

    /// Keys are [String] or [Long].
    public Map<Object, PickleValue> entries() {
      return Collections.unmodifiableMap(entries);
    }

    /// The value under `key`, unless absent or None.
    public Optional<PickleValue> find(String key) {
      return Optional.ofNullable(entries.get(key)).filter(value -> !(value instanceof Nothing));
    }

    /// The number under `key`, where there is one.
    public Optional<Double> number(String key) {
      return find(key)
          .flatMap(
              value ->
                  switch (value) {
                    case Whole(long whole) -> Optional.of((double) whole);
                    case Real(double real) -> Optional.of(real);
                    case Nothing _, Flag _, Text _, Sequence _, Mapping _ -> Optional.empty();
                    case Inert _, Global _, StorageRef _, TensorRef _ -> Optional.empty();
                  });
    }

    public Optional<String> text(String key) {
      return find(key)
          .flatMap(value -> value instanceof Text(var text) ? Optional.of(text) : Optional.empty());
    }

    /// The dictionary under `key`; an empty one where there is none.
    public Mapping mapping(String key) {
      return find(key).orElse(null) instanceof Mapping mapping ? mapping : new Mapping();
    }
  }

  /// Where Python would have built an object of a class: its name, arguments and state, nothing
  /// more. Compared by identity.
  final class Inert implements PickleValue {
    private final String type;
    private final List<PickleValue> arguments;
    private @Nullable PickleValue state;

    Inert(String type, List<PickleValue> arguments) {
      this.type = type;
      this.arguments = List.copyOf(arguments);
    }

    /// Such as `pyannote.audio.core.task Specifications`.
    public String type() {
      return type;
    }

    public List<PickleValue> arguments() {
      return arguments;
    }

    void state(PickleValue built) {
      state = built;
    }

    public Optional<PickleValue> state() {
      return Optional.ofNullable(state);
    }
  }

  /// A name from the allow-list, and what stands for it.
  record Global(String name, StandIn standIn) implements PickleValue {}

  /// Where numbers lie: the file `data/KEY` of the container.
  ///
  /// @param count number of elements the pickle claims
  record StorageRef(ElementType type, String key, long count) implements PickleValue {}

  /// A view on a storage; offset and strides count elements.
  record TensorRef(StorageRef storage, long offset, List<Long> shape, List<Long> strides)
      implements PickleValue {
    public TensorRef {
      shape = List.copyOf(shape);
      strides = List.copyOf(strides);
    }
  }
}

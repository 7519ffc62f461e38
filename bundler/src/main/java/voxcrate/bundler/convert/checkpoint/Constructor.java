package voxcrate.bundler.convert.checkpoint;

import java.util.List;
import voxcrate.bundler.convert.checkpoint.PickleValue.Global;
import voxcrate.bundler.convert.checkpoint.PickleValue.Inert;
import voxcrate.bundler.convert.checkpoint.PickleValue.Mapping;
import voxcrate.bundler.convert.checkpoint.PickleValue.Sequence;
import voxcrate.bundler.convert.checkpoint.PickleValue.StorageRef;
import voxcrate.bundler.convert.checkpoint.PickleValue.TensorRef;
import voxcrate.bundler.convert.checkpoint.PickleValue.Text;
import voxcrate.bundler.convert.checkpoint.PickleValue.Whole;
import voxcrate.bundler.convert.refusal.Refusal;

/// Builds the plain value that stands where Python would have called a class.
final class Constructor {
  private static final int MAX_DIMENSIONS = 8;

  private final String file;

  Constructor(String file) {
    this.file = file;
  }

  PickleValue build(Global global, List<PickleValue> arguments) {
    return switch (global.standIn()) {
      case StandIn.Dictionary() -> dictionary(global, arguments);
      case StandIn.TensorView() -> tensor(arguments);
      case StandIn.ParameterTensor() -> parameter(arguments);
      case StandIn.PlainText() -> text(global, arguments);
      case StandIn.InertRecord() -> new Inert(global.name(), arguments);
      case StandIn.StorageType _, StandIn.MentionedType() ->
          throw Refusal.forbidden(file, "a call of '" + global.name() + "'");
    };
  }

  /// Empty; a default dictionary also names the type of its defaults.
  private Mapping dictionary(Global global, List<PickleValue> arguments) {
    boolean plain = arguments.isEmpty();
    boolean withDefault =
        arguments.size() == 1 && arguments.getFirst() instanceof Global(_, StandIn.MentionedType());
    if (!plain && !withDefault) {
      throw Refusal.forbidden(file, "'" + global.name() + "' with arguments");
    }
    return new Mapping();
  }

  private PickleValue text(Global global, List<PickleValue> arguments) {
    if (arguments.size() == 1 && arguments.getFirst() instanceof Text text) {
      return text;
    }
    throw Refusal.forbidden(file, "'" + global.name() + "' of something that is no text");
  }

  /// `(tensor, requires gradient, hooks)`.
  private PickleValue parameter(List<PickleValue> arguments) {
    if (arguments.size() == 3 && arguments.getFirst() instanceof TensorRef tensor) {
      return tensor;
    }
    throw Refusal.malformed(file, "a parameter without a tensor");
  }

  /// `(storage, offset, shape, strides, requires gradient, hooks)`, newer files one more.
  private TensorRef tensor(List<PickleValue> arguments) {
    if (arguments.size() >= 6
        && arguments.get(0) instanceof StorageRef storage
        && arguments.get(1) instanceof Whole(long offset)
        && arguments.get(2) instanceof Sequence shape
        && arguments.get(3) instanceof Sequence strides) {
      return new TensorRef(storage, offset, counts(shape), counts(strides));
    }
    throw Refusal.malformed(file, "a tensor without storage, offset, shape and strides");
  }

  private List<Long> counts(Sequence sequence) {
    if (sequence.items().size() > MAX_DIMENSIONS) {
      throw Refusal.malformed(file, "a tensor of " + sequence.items().size() + " dimensions");
    }
    return sequence.items().stream().map(this::count).toList();
  }

  private long count(PickleValue value) {
    if (value instanceof Whole(long count)) {
      return count;
    }
    throw Refusal.malformed(file, "a tensor whose shape is not made of integers");
  }
}

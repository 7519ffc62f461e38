package voxcrate.bundler.convert.checkpoint;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import voxcrate.bundler.convert.checkpoint.PickleValue.Flag;
import voxcrate.bundler.convert.checkpoint.PickleValue.Global;
import voxcrate.bundler.convert.checkpoint.PickleValue.Inert;
import voxcrate.bundler.convert.checkpoint.PickleValue.Mapping;
import voxcrate.bundler.convert.checkpoint.PickleValue.Nothing;
import voxcrate.bundler.convert.checkpoint.PickleValue.Real;
import voxcrate.bundler.convert.checkpoint.PickleValue.Sequence;
import voxcrate.bundler.convert.checkpoint.PickleValue.StorageRef;
import voxcrate.bundler.convert.checkpoint.PickleValue.TensorRef;
import voxcrate.bundler.convert.checkpoint.PickleValue.Text;
import voxcrate.bundler.convert.checkpoint.PickleValue.Whole;
import voxcrate.bundler.convert.refusal.Refusal;

/// Measures how deep values are nested, each shared value once, and refuses cycles: a memo
/// reference can put a list into itself.
final class Nesting {
  /// Published checkpoints nest nine deep.
  private static final int MAX_DEPTH = 64;

  private static final Integer IN_PROGRESS = -1;

  private final IdentityHashMap<PickleValue, Integer> heights = new IdentityHashMap<>();
  private final String file;

  private Nesting(String file) {
    this.file = file;
  }

  static void check(PickleValue root, String file) {
    new Nesting(file).height(root, 1);
  }

  private int height(PickleValue value, int depth) {
    var known = heights.get(value);
    if (IN_PROGRESS.equals(known)) {
      throw Refusal.malformed(file, "a value that contains itself");
    }
    if (depth + (known == null ? 0 : known) > MAX_DEPTH) {
      throw Refusal.malformed(file, "values nested more than " + MAX_DEPTH + " deep");
    }
    if (known != null) {
      return known;
    }
    var children = children(value);
    if (children.isEmpty()) {
      return 0;
    }
    heights.put(value, IN_PROGRESS);
    int height = 0;
    for (var child : children) {
      height = Math.max(height, 1 + height(child, depth + 1));
    }
    heights.put(value, height);
    return height;
  }

  private static Collection<PickleValue> children(PickleValue value) {
    return switch (value) {
      case Sequence sequence -> sequence.items();
      case Mapping mapping -> mapping.entries().values();
      case Inert inert ->
          inert
              .state()
              .<Collection<PickleValue>>map(
                  state -> List.of(state, Sequence.tuple(inert.arguments())))
              .orElse(inert.arguments());
      case Nothing _, Flag _, Whole _, Real _, Text _ -> List.of();
      case Global _, StorageRef _, TensorRef _ -> List.of();
    };
  }
}

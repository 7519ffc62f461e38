package voxcrate.bundler.convert.onnx;

import java.util.Arrays;
import java.util.List;

/// A setting of a node.
sealed interface Attribute {
  String name();

  record Whole(String name, long value) implements Attribute {}

  record Real(String name, float value) implements Attribute {}

  record Text(String name, String value) implements Attribute {}

  record Wholes(String name, List<Long> values) implements Attribute {
    public Wholes {
      values = List.copyOf(values);
    }
  }

  static Attribute of(String name, long value) {
    return new Whole(name, value);
  }

  static Attribute of(String name, float value) {
    return new Real(name, value);
  }

  static Attribute of(String name, String value) {
    return new Text(name, value);
  }

  static Attribute list(String name, long... values) {
    return new Wholes(name, Arrays.stream(values).boxed().toList());
  }
}

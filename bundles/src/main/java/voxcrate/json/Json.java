package voxcrate.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/// A JSON value. Immutable; objects keep the order of their members.
public sealed interface Json {
  Json NULL = new Null();

  /// An object. Asking for a member that is absent or of another kind throws [JsonException].
  record Obj(Map<String, Json> members) implements Json {
    public Obj {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /// The member, unless absent or null.
    public Optional<Json> find(String name) {
      return Optional.ofNullable(members.get(name)).filter(value -> !(value instanceof Null));
    }

    public Json get(String name) {
      var value = members.get(name);
      if (value == null) {
        throw new JsonException("member '" + name + "' is missing");
      }
      return value;
    }

    public String text(String name) {
      if (get(name) instanceof Str(var text)) {
        return text;
      }
      throw wrong(name, "a string");
    }

    public long integer(String name) {
      if (get(name) instanceof Num number) {
        return number.asLong();
      }
      throw wrong(name, "an integer");
    }

    public double decimal(String name) {
      if (get(name) instanceof Num(var number)) {
        return number.doubleValue();
      }
      throw wrong(name, "a number");
    }

    public boolean flag(String name) {
      if (get(name) instanceof Bool(var flag)) {
        return flag;
      }
      throw wrong(name, "true or false");
    }

    public Obj object(String name) {
      if (get(name) instanceof Obj object) {
        return object;
      }
      throw wrong(name, "an object");
    }

    public List<Json> array(String name) {
      if (get(name) instanceof Arr(var items)) {
        return items;
      }
      throw wrong(name, "an array");
    }

    /// The array's items, each an object.
    public List<Obj> objects(String name) {
      return array(name).stream()
          .map(
              item -> {
                if (item instanceof Obj object) {
                  return object;
                }
                throw new JsonException("an item of '" + name + "' is not an object");
              })
          .toList();
    }

    /// Refuses any other member: a mistyped name must not become an absent member.
    public void only(String... known) {
      for (var member : members.keySet()) {
        if (!List.of(known).contains(member)) {
          throw new JsonException("unknown member '" + member + "'");
        }
      }
    }

    private static JsonException wrong(String name, String kind) {
      return new JsonException("member '" + name + "' is not " + kind);
    }
  }

  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }
  }

  record Str(String value) implements Json {}

  record Num(BigDecimal value) implements Json {
    public long asLong() {
      try {
        return value.longValueExact();
      } catch (ArithmeticException e) {
        throw new JsonException("not an integer of 64 bits", e);
      }
    }
  }

  record Bool(boolean value) implements Json {}

  record Null() implements Json {}

  static Json of(String value) {
    return new Str(value);
  }

  static Json of(long value) {
    return new Num(BigDecimal.valueOf(value));
  }

  static Json of(double value) {
    return new Num(BigDecimal.valueOf(value));
  }

  static Json of(boolean value) {
    return new Bool(value);
  }

  static Json of(List<? extends Json> items) {
    return new Arr(List.copyOf(items));
  }

  static Json strings(List<String> items) {
    return new Arr(items.stream().map(Json::of).toList());
  }

  /// Collects values into an array.
  static Collector<Json, ?, Json> toArray() {
    return Collectors.collectingAndThen(Collectors.toList(), Arr::new);
  }

  static Builder object() {
    return new Builder();
  }

  /// Puts an object together, member by member, in order.
  final class Builder {
    private final Map<String, Json> members = new LinkedHashMap<>();

    private Builder() {}

    public Builder put(String name, Json value) {
      if (members.put(name, value) != null) {
        throw new IllegalArgumentException("member twice: " + name);
      }
      return this;
    }

    public Builder put(String name, String value) {
      return put(name, Json.of(value));
    }

    public Builder put(String name, long value) {
      return put(name, Json.of(value));
    }

    public Builder put(String name, double value) {
      return put(name, Json.of(value));
    }

    public Builder put(String name, boolean value) {
      return put(name, Json.of(value));
    }

    /// Leaves the member out where there is no value.
    public Builder putIfPresent(String name, Optional<? extends Json> value) {
      value.ifPresent(present -> put(name, present));
      return this;
    }

    public Obj build() {
      return new Obj(members);
    }
  }
}

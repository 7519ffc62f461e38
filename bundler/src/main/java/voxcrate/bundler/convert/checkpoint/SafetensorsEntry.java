package voxcrate.bundler.convert.checkpoint;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import voxcrate.json.Json;
import voxcrate.json.JsonException;

/// One tensor as a safetensors header describes it; its size is known to be that of its shape.
///
/// @param begin of its bytes, counted from the end of the header
/// @param end of its bytes, exclusive
record SafetensorsEntry(String name, ElementType type, List<Long> shape, long begin, long end) {
  private static final Pattern NAME = Pattern.compile("[!-~]{1,256}");
  private static final int MAX_DIMENSIONS = 8;

  /// @throws JsonException when the description breaks a rule of the format
  static SafetensorsEntry of(String name, Json description) {
    if (!NAME.matcher(name).matches()) {
      throw new JsonException("the tensor name '" + name + "'");
    }
    if (!(description instanceof Json.Obj members)) {
      throw new JsonException("'" + name + "' is described by no object");
    }
    members.only("dtype", "shape", "data_offsets");
    var offsets = counts(members, "data_offsets");
    if (offsets.size() != 2) {
      throw new JsonException("'" + name + "' has " + offsets.size() + " offsets");
    }
    var entry =
        new SafetensorsEntry(
            name, type(members), counts(members, "shape"), offsets.get(0), offsets.get(1));
    entry
        .defect()
        .ifPresent(
            defect -> {
              throw new JsonException("'" + name + "' " + defect);
            });
    return entry;
  }

  /// How the header describes it.
  Json description() {
    var members = new LinkedHashMap<String, Json>();
    members.put("dtype", new Json.Str(type.dtype()));
    members.put("shape", numbers(shape));
    members.put("data_offsets", numbers(List.of(begin, end)));
    return new Json.Obj(members);
  }

  private static Json numbers(List<Long> numbers) {
    return new Json.Arr(
        numbers.stream().<Json>map(n -> new Json.Num(BigDecimal.valueOf(n))).toList());
  }

  private Optional<String> defect() {
    if (shape.size() > MAX_DIMENSIONS) {
      return Optional.of("has " + shape.size() + " dimensions");
    }
    if (begin > end) {
      return Optional.of("ends at " + end + " before it begins at " + begin);
    }
    try {
      long bytes = Math.multiplyExact(elements(), type.bytes());
      return bytes == end - begin
          ? Optional.empty()
          : Optional.of("has " + (end - begin) + " bytes where its shape needs " + bytes);
    } catch (ArithmeticException _) {
      return Optional.of("has a shape that overflows");
    }
  }

  /// A zero anywhere does not excuse an overflow before it.
  private long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  private static ElementType type(Json.Obj description) {
    var dtype = description.text("dtype");
    return ElementType.ofSafetensors(dtype)
        .orElseThrow(() -> new JsonException("the dtype '" + dtype + "', which is not read"));
  }

  private static List<Long> counts(Json.Obj description, String member) {
    return description.array(member).stream().map(item -> count(item, member)).toList();
  }

  /// Written without fraction or exponent: other readers refuse `1.0` and `1e3`.
  private static long count(Json item, String member) {
    if (item instanceof Json.Num(var number) && number.scale() == 0 && number.signum() >= 0) {
      return new Json.Num(number).asLong();
    }
    throw new JsonException("a number in '" + member + "' that is no count");
  }
}

package voxcrate.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Writes JSON in three forms: compact, indented for people, and canonical.
public final class JsonWriter {
  /// Integers beyond this are not exact in every JSON implementation (RFC 8785).
  private static final BigDecimal EXACT_LIMIT = BigDecimal.valueOf(1L << 53);

  private final StringBuilder text = new StringBuilder();
  private final Form form;

  private JsonWriter(Form form) {
    this.form = form;
  }

  /// One line.
  public static String compact(Json value) {
    return write(value, Form.COMPACT);
  }

  /// Two blanks of indentation, with a final line break.
  public static String indented(Json value) {
    return write(value, Form.INDENTED) + "\n";
  }

  /// RFC 8785, restricted to integers below 2^53: one value has exactly one spelling.
  ///
  /// @throws JsonException for other numbers
  public static byte[] canonical(Json value) {
    return write(value, Form.CANONICAL).getBytes(StandardCharsets.UTF_8);
  }

  private static String write(Json value, Form form) {
    var writer = new JsonWriter(form);
    writer.value(value, 0);
    return writer.text.toString();
  }

  private void value(Json value, int depth) {
    switch (value) {
      case Json.Obj(var members) -> object(members, depth);
      case Json.Arr(var items) -> array(items, depth);
      case Json.Str(var string) -> string(string);
      case Json.Num(var number) -> number(number);
      case Json.Bool(var flag) -> text.append(flag);
      case Json.Null() -> text.append("null");
    }
  }

  private void object(Map<String, Json> members, int depth) {
    var names = form == Form.CANONICAL ? sorted(members.keySet()) : members.keySet();
    text.append('{');
    boolean first = true;
    for (var name : names) {
      separate(first, depth + 1);
      first = false;
      string(name);
      text.append(form == Form.INDENTED ? ": " : ":");
      var member = members.get(name);
      value(member == null ? Json.NULL : member, depth + 1);
    }
    close('}', first, depth);
  }

  /// RFC 8785 3.2.3 sorts by UTF-16 code units, which is what String compares. What was read from a
  /// canonical document is in that order already.
  private static Set<String> sorted(Set<String> names) {
    String before = null;
    for (var name : names) {
      if (before != null && before.compareTo(name) > 0) {
        return new TreeSet<>(names);
      }
      before = name;
    }
    return names;
  }

  private void array(List<Json> items, int depth) {
    text.append('[');
    boolean first = true;
    for (var item : items) {
      separate(first, depth + 1);
      first = false;
      value(item, depth + 1);
    }
    close(']', first, depth);
  }

  private void separate(boolean first, int depth) {
    if (!first) {
      text.append(',');
    }
    breakLine(depth);
  }

  private void close(char bracket, boolean empty, int depth) {
    if (!empty) {
      breakLine(depth);
    }
    text.append(bracket);
  }

  private void breakLine(int depth) {
    if (form == Form.INDENTED) {
      text.append('\n').append("  ".repeat(depth));
    }
  }

  private void number(BigDecimal number) {
    if (form != Form.CANONICAL) {
      text.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
    } else if (number.abs().compareTo(EXACT_LIMIT) >= 0
        || (number.scale() > 0 && number.stripTrailingZeros().scale() > 0)) {
      throw new JsonException("canonical JSON holds integers below 2^53 only");
    } else {
      text.append(number.longValueExact());
    }
  }

  private void string(String string) {
    text.append('"');
    int plain = 0;
    for (int i = 0; i < string.length(); i++) {
      if (isEscaped(string.charAt(i))) {
        text.append(string, plain, i);
        escaped(string.charAt(i));
        plain = i + 1;
      }
    }
    text.append(string, plain, string.length()).append('"');
  }

  private static boolean isEscaped(char character) {
    return character < 0x20 || character == '"' || character == '\\';
  }

  private void escaped(char character) {
    switch (character) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case '\b' -> text.append("\\b");
      case '\t' -> text.append("\\t");
      case '\n' -> text.append("\\n");
      case '\f' -> text.append("\\f");
      case '\r' -> text.append("\\r");
      default -> text.append("\\u").append(HexFormat.of().toHexDigits(character));
    }
  }

  private enum Form {
    COMPACT,
    INDENTED,
    CANONICAL
  }
}

package voxcrate.bundler.convert.yaml;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import voxcrate.json.Json;

/// One `key: value` line, or a blank one (with an empty key).
record YamlLine(int number, int indent, String key, String value) {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]+");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9]{1,18}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?");

  /// What may begin a list, flow style, an anchor, a tag, block text or a directive.
  private static final String SPECIAL = "-[]{}&*!|>%@`?,";

  static YamlLine of(String line, int number) {
    if (line.indexOf('\t') >= 0) {
      throw new YamlException(number, "a tab; only blanks may indent");
    }
    var content = withoutComment(line).stripTrailing();
    if (content.isBlank() || content.equals("---")) {
      return new YamlLine(number, 0, "", "");
    }
    var entry = content.stripLeading();
    int indent = content.length() - entry.length();
    int colon = entry.indexOf(':');
    boolean separates =
        colon > 0 && (colon == entry.length() - 1 || entry.charAt(colon + 1) == ' ');
    if (!separates || !KEY.matcher(entry.substring(0, colon)).matches()) {
      throw new YamlException(number, "not of the form 'key: value'");
    }
    return new YamlLine(
        number, indent, entry.substring(0, colon), entry.substring(colon + 1).strip());
  }

  boolean isBlank() {
    return key.isEmpty();
  }

  Json scalar() {
    if (value.isEmpty() || value.equals("null") || value.equals("~")) {
      return Json.NULL;
    }
    if (value.startsWith("'") || value.startsWith("\"")) {
      return Json.of(unquoted());
    }
    if (NUMBER.matcher(value).matches() && !value.equals("-")) {
      return new Json.Num(new BigDecimal(value));
    }
    if (SPECIAL.indexOf(value.charAt(0)) >= 0) {
      throw new YamlException(number, "only plain values on one line are read here");
    }
    return switch (value) {
      case "true" -> Json.of(true);
      case "false" -> Json.of(false);
      case String plain -> Json.of(plain);
    };
  }

  private String unquoted() {
    char quote = value.charAt(0);
    int end = value.length() - 1;
    var inner = end > 0 ? value.substring(1, end) : "";
    if (end < 1
        || value.charAt(end) != quote
        || inner.indexOf(quote) >= 0
        || inner.contains("\\")) {
      throw new YamlException(number, "a quoted value that is not closed or has escapes");
    }
    return inner;
  }

  /// A comment begins at a number sign at the start or after a blank, outside quotes.
  private static String withoutComment(String line) {
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean starts = i == 0 || line.charAt(i - 1) == ' ';
      if (quote == 0 && c == '#' && starts) {
        return line.substring(0, i);
      }
      if (quote == 0 && (c == '\'' || c == '"') && starts) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
    }
    return line;
  }
}

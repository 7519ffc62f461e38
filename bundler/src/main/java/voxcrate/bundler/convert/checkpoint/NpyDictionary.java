package voxcrate.bundler.convert.checkpoint;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// How the numbers of a NumPy array lie: what its header says in the notation of Python, with
/// exactly `descr`, `fortran_order` and `shape`. The text is matched; nothing is evaluated.
///
/// @param isFortranOrder whether the first index runs fastest
/// @param shape lengths of the axes; none for a single number
record NpyDictionary(ElementType type, boolean isFortranOrder, List<Integer> shape) {
  private static final Set<String> NAMES = Set.of("descr", "fortran_order", "shape");
  private static final Pattern DICTIONARY = Pattern.compile("\\{(.*)} *\\n?");
  private static final Pattern MEMBER =
      Pattern.compile(" *'(\\w+)' *: *('[^']*'|True|False|\\([0-9, ]*\\)) *(?:,|$)");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");
  private static final int MAX_AXES = 32;

  /// @throws NpyException when it says something else, or of numbers that are not read
  static NpyDictionary of(String text) {
    var members = members(text);
    if (!members.keySet().equals(NAMES)) {
      throw malformed();
    }
    return new NpyDictionary(
        type(unquoted(members.getOrDefault("descr", ""))),
        isTrue(members.getOrDefault("fortran_order", "")),
        shape(members.getOrDefault("shape", "")));
  }

  private static Map<String, String> members(String text) {
    var dictionary = DICTIONARY.matcher(text);
    if (!dictionary.matches()) {
      throw malformed();
    }
    var inner = dictionary.group(1).stripTrailing();
    var member = MEMBER.matcher(inner);
    var members = new HashMap<String, String>();
    int at = 0;
    while (at < inner.length()) {
      if (!member.region(at, inner.length()).lookingAt()
          || members.putIfAbsent(member.group(1), member.group(2)) != null) {
        throw malformed();
      }
      at = member.end();
    }
    return members;
  }

  private static ElementType type(String descr) {
    return switch (descr) {
      case "<f4" -> ElementType.FLOAT;
      case "<f8" -> ElementType.DOUBLE;
      case "<i8" -> ElementType.LONG;
      case String other when other.startsWith("|O") || other.startsWith("O") ->
          throw new NpyException("an array of Python objects, which is a pickle; it was not read");
      case String other when other.startsWith(">") ->
          throw new NpyException("big-endian numbers, '" + other + "'");
      case String other -> throw new NpyException("numbers of the type '" + other + "'");
    };
  }

  private static boolean isTrue(String value) {
    return switch (value) {
      case "True" -> true;
      case "False" -> false;
      case String _ -> throw malformed();
    };
  }

  /// `()`, `(3,)`, `(3, 4)`.
  private static List<Integer> shape(String value) {
    if (!value.startsWith("(")) {
      throw malformed();
    }
    var inner = value.substring(1, value.length() - 1).strip();
    if (inner.isEmpty()) {
      return List.of();
    }
    var parts = inner.split(",", -1);
    int axes = parts[parts.length - 1].isBlank() ? parts.length - 1 : parts.length;
    if (parts.length == 1 || axes > MAX_AXES) {
      throw malformed();
    }
    return Arrays.stream(parts, 0, axes).map(NpyDictionary::length).toList();
  }

  private static int length(String part) {
    if (!LENGTH.matcher(part.strip()).matches()) {
      throw malformed();
    }
    return Integer.parseInt(part.strip());
  }

  private static String unquoted(String value) {
    if (!value.startsWith("'")) {
      throw malformed();
    }
    return value.substring(1, value.length() - 1);
  }

  private static NpyException malformed() {
    return new NpyException(
        "its header is not a dictionary of a simple descr, fortran_order and shape");
  }
}

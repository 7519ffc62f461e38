package voxcrate.bundler.convert.yaml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import voxcrate.json.Json;

/// Reads the subset of YAML that pyannote's pipeline configurations are written in: nested mappings
/// by indentation, with scalars on one line. Lists, flow style, anchors, tags and block text are
/// refused, so nothing is ever expanded or constructed.
public final class YamlReader {
  private static final int MAX_DEPTH = 8;

  private final Deque<Level> open = new ArrayDeque<>();

  /// A mapping being filled.
  ///
  /// @param key in the mapping above
  /// @param indent of its entries, in blanks
  private record Level(String key, int indent, Map<String, Json> members) {}

  private YamlReader() {}

  /// @throws YamlException when the text is outside the subset
  public static Json.Obj read(String text) {
    return new YamlReader().mapping(text.lines().toList());
  }

  private Json.Obj mapping(List<String> lines) {
    open.push(new Level("", 0, new LinkedHashMap<>()));
    for (int i = 0; i < lines.size(); i++) {
      var line = YamlLine.of(lines.get(i), i + 1);
      if (!line.isBlank()) {
        boolean opens = i + 1 < lines.size() && line.value().isEmpty();
        enter(line);
        if (opens && indentAfter(lines, i) > line.indent()) {
          open(line, indentAfter(lines, i));
        } else {
          put(line, line.scalar());
        }
      }
    }
    while (open.size() > 1) {
      close();
    }
    return new Json.Obj(open.element().members());
  }

  private void enter(YamlLine line) {
    while (open.size() > 1 && line.indent() < open.element().indent()) {
      close();
    }
    if (line.indent() != open.element().indent()) {
      throw new YamlException(line.number(), "its indentation fits no line above");
    }
  }

  private void open(YamlLine line, int indent) {
    if (open.size() >= MAX_DEPTH) {
      throw new YamlException(line.number(), "nested too deep");
    }
    put(line, Json.NULL); // keeps the place, and refuses a second one of the name
    open.push(new Level(line.key(), indent, new LinkedHashMap<>()));
  }

  private void close() {
    var level = open.pop();
    open.element().members().put(level.key(), new Json.Obj(level.members()));
  }

  private void put(YamlLine line, Json value) {
    if (open.element().members().putIfAbsent(line.key(), value) != null) {
      throw new YamlException(line.number(), "'" + line.key() + "' is there twice");
    }
  }

  private static int indentAfter(List<String> lines, int at) {
    for (int i = at + 1; i < lines.size(); i++) {
      var line = YamlLine.of(lines.get(i), i + 1);
      if (!line.isBlank()) {
        return line.indent();
      }
    }
    return 0;
  }
}

package voxcrate.installer.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

/// One line of the log.
///
/// @param event such as `installed` or `key added`
/// @param document the whole line
public record LogEntry(Instant time, String event, Json.Obj document) {
  /// @return empty where the line is none of ours, or cut short
  static Optional<LogEntry> parse(String line) {
    try {
      var document = JsonReader.readObject(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return Optional.of(
          new LogEntry(Instant.parse(document.text("time")), document.text("event"), document));
    } catch (JsonException | DateTimeException e) {
      return Optional.empty();
    }
  }

  public Optional<String> text(String name) {
    return document.find(name).filter(Json.Str.class::isInstance).map(LogEntry::text);
  }

  public List<String> texts(String name) {
    return document.find(name).stream()
        .filter(Json.Arr.class::isInstance)
        .flatMap(array -> ((Json.Arr) array).items().stream())
        .filter(Json.Str.class::isInstance)
        .map(LogEntry::text)
        .toList();
  }

  private static String text(Json value) {
    return ((Json.Str) value).value();
  }

  /// What it was about: a release, a key, a bundle.
  public Optional<String> subject() {
    var releases = texts("releases");
    return text("release")
        .or(() -> text("subject"))
        .or(() -> releases.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", releases)));
  }
}

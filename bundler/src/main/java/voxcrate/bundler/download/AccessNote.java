package voxcrate.bundler.download;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import voxcrate.files.Durable;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;

/// When a gate was last found open, and for whom: kept beside the files that came through it, and
/// told on the page that is printed with a bundle.
///
/// @param account as the hub names it
/// @param hub its address
public record AccessNote(String account, String hub, Instant checked) {
  /// Empty where none was kept, or none that can be read: it is evidence for people and decides
  /// nothing.
  static Optional<AccessNote> read(Path file) {
    try {
      var json = JsonReader.readObject(Files.readAllBytes(file));
      return Optional.of(
          new AccessNote(
              json.text("account"), json.text("hub"), Instant.parse(json.text("checked"))));
    } catch (IOException | JsonException | DateTimeException _) {
      return Optional.empty();
    }
  }

  void write(Path file) throws IOException {
    var json =
        Json.object().put("account", account).put("hub", hub).put("checked", checked.toString());
    Files.createDirectories(file.getParent());
    Durable.write(file, JsonWriter.indented(json.build()).getBytes(UTF_8), "rw-------");
  }
}

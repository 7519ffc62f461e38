package voxcrate.bundler.download;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import voxcrate.files.Durable;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;

/// How fast the last fetch of this machine was, for the plan of the next one.
///
/// @param hub where it came from; another hub is another line
/// @param bytesPerSecond over all connections together
/// @param measured the day, in UTC
public record MeasuredRate(String hub, long bytesPerSecond, LocalDate measured) {
  private static final String TYPE = "voxcrate-rate/1";

  public MeasuredRate {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("no bytes a second");
    }
  }

  /// How long `bytes` take at this rate, in whole seconds.
  public Duration timeFor(long bytes) {
    return Duration.ofSeconds(Math.ceilDiv(bytes, bytesPerSecond));
  }

  /// The last one from `hub`; empty where nothing was measured, or the note of it is not readable:
  /// a plan does without.
  public static Optional<MeasuredRate> last(ModelCache cache, String hub) {
    try {
      return Optional.of(read(Files.readAllBytes(cache.rateNote())))
          .filter(rate -> rate.hub().equals(hub));
    } catch (IOException | JsonException | IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }

  private static MeasuredRate read(byte[] note) {
    var json = JsonReader.readObject(note);
    if (!json.text("_type").equals(TYPE)) {
      throw new JsonException("not a " + TYPE);
    }
    return new MeasuredRate(
        json.text("hub"), json.integer("bytesPerSecond"), LocalDate.parse(json.text("measured")));
  }

  void write(Path note) throws IOException {
    var document =
        Json.object()
            .put("_type", TYPE)
            .put("hub", hub)
            .put("bytesPerSecond", bytesPerSecond)
            .put("measured", measured.toString())
            .build();
    Durable.write(
        note, JsonWriter.indented(document).getBytes(StandardCharsets.UTF_8), "rw-r--r--");
  }
}

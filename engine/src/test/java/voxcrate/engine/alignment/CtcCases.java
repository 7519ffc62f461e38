package voxcrate.engine.alignment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import voxcrate.engine.testing.Npy;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// Emissions of a vocabulary of 32 labels, and what WhisperX makes of them.
final class CtcCases {
  private static final Path FOLDER = Path.of("src/test/resources/ctc-align");
  private static final int LABELS = 32;

  private CtcCases() {}

  /// Paths by WhisperX's `get_trellis`, `backtrack` and `merge_repeats`.
  static List<Json.Obj> paths() {
    return document("cases.json").objects("cases");
  }

  /// Segments by WhisperX's `align`.
  static List<Json.Obj> segments() {
    return document("whisperx.json").objects("cases");
  }

  static LabelSet labels() {
    var labels =
        document("cases.json").object("vocab").members().entrySet().stream()
            .sorted(Comparator.comparingLong(label -> ((Json.Num) label.getValue()).asLong()))
            .map(Map.Entry::getKey)
            .toList();
    return new LabelSet(labels, 0, OptionalInt.of(labels.indexOf("|")));
  }

  static Emission emission(String id) {
    var array = Npy.read(FOLDER.resolve("emissions.npz"), "emission_" + id);
    return new Emission(array.floats(0, array.size(0) * LABELS), LABELS);
  }

  private static Json.Obj document(String name) {
    try {
      return JsonReader.readObject(Files.readAllBytes(FOLDER.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

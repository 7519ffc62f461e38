package voxcrate.engine.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

/// Which operators of the models ran where, while this is open: the runtime gives single operators
/// to the processor where a card has nothing for them, and does not say so.
///
/// Sessions opened in the meantime write down each operator they run; they have to be closed before
/// [#where]. One at a time in a process.
public final class OperatorProfile implements AutoCloseable {
  private static final String PREFIX = "operators";
  private static @Nullable OperatorProfile open;

  private final Path folder;
  private int sessions;

  private OperatorProfile(Path folder) {
    this.folder = folder;
  }

  /// Operators by what ran them, such as `CUDAExecutionProvider`.
  public record Where(Map<String, Set<String>> operators) {
    private static final String PROCESSOR = "CPUExecutionProvider";

    /// What computes on large tensors. All else on a processor is about shapes and places, which
    /// belong there.
    private static final Set<String> HEAVY =
        Set.of(
            "Attention",
            "BiasGelu",
            "Conv",
            "Erf",
            "FusedConv",
            "FusedMatMul",
            "Gelu",
            "Gemm",
            "InstanceNormalization",
            "LSTM",
            "LayerNormalization",
            "LeakyRelu",
            "LogSoftmax",
            "MatMul",
            "MaxPool",
            "MultiHeadAttention",
            "SkipLayerNormalization",
            "Softmax",
            "TensorScatter");

    public Where {
      operators = Map.copyOf(operators);
    }

    /// Operators that compute on large tensors, on the processor.
    public Set<String> heavyOnProcessor() {
      return operators.getOrDefault(PROCESSOR, Set.of()).stream()
          .filter(HEAVY::contains)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    /// For people: how many kinds of operators ran where.
    public String text() {
      return new TreeMap<>(operators)
          .entrySet().stream()
              .map(
                  entry ->
                      entry.getValue().size()
                          + " kinds by "
                          + entry.getKey().replace("ExecutionProvider", ""))
              .collect(Collectors.joining(", "));
    }
  }

  public static synchronized OperatorProfile begin() {
    if (open != null) {
      throw new IllegalStateException("one profile at a time");
    }
    try {
      open = new OperatorProfile(Files.createTempDirectory("voxcrate-operators-"));
      return open;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where the next session writes to; empty where nobody wants to know.
  static synchronized Optional<Path> ofNextSession() {
    return Optional.ofNullable(open)
        .map(profile -> profile.folder.resolve(PREFIX + profile.sessions++));
  }

  public Where where() {
    var operators = new TreeMap<String, Set<String>>();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
          lines.forEach(line -> note(line, operators));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Where(operators);
  }

  /// The runtime writes an array of events, each on a line of its own.
  private static void note(String line, Map<String, Set<String>> operators) {
    if (!line.contains("\"provider\"")) {
      return;
    }
    try {
      var event = JsonReader.readObject(bytes(line));
      var details = event.object("args");
      operators
          .computeIfAbsent(details.text("provider"), _ -> new TreeSet<>())
          .add(details.text("op_name"));
    } catch (JsonException e) {
      throw new IllegalStateException("the runtime writes profiles of another form", e);
    }
  }

  private static byte[] bytes(String line) {
    var event = line.strip();
    return (event.endsWith(",") ? event.substring(0, event.length() - 1) : event)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    synchronized (OperatorProfile.class) {
      open = null;
    }
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package voxcrate.bundler.convert;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// Small wav2vec 2.0 models with random weights, and what tests do to them.
final class CtcModels {
  private CtcModels() {}

  static Path resource(String form, String name) throws URISyntaxException {
    var resource = CtcModels.class.getResource(form + "/" + name);
    if (resource == null) {
      throw new IllegalArgumentException("no resource " + form + "/" + name);
    }
    return Path.of(resource.toURI());
  }

  /// A copy of a model's folder, below `parent`.
  static Path copy(String form, Path parent) throws IOException, URISyntaxException {
    var folder = Files.createTempDirectory(parent, "source");
    var from = resource(form, "config.json").resolveSibling("");
    try (var files = Files.list(from)) {
      for (var file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    }
    return folder;
  }

  /// Changes one member of `config.json`.
  static void configure(Path folder, String member, String value) throws IOException {
    var file = folder.resolve("config.json");
    var text = Files.readString(file);
    var changed =
        text.replaceFirst(
            "(?s)\"" + member + "\": (\\[[^]]*]|[^,\\n]*)",
            "\"" + member + "\": " + Matcher.quoteReplacement(value));
    if (changed.equals(text)) {
      throw new IllegalArgumentException("nothing to change: " + member);
    }
    Files.writeString(file, changed);
  }

  /// Gives a tensor another name of the same length.
  static void rename(Path safetensors, String name, String other) throws IOException {
    edit(safetensors, "\"" + name + "\"", "\"" + other + "\"");
  }

  /// Exchanges the names of two tensors, whose names must be equally long.
  static void exchange(Path safetensors, String one, String other) throws IOException {
    var between = "#".repeat(one.length());
    rename(safetensors, one, between);
    rename(safetensors, other, one);
    rename(safetensors, between, other);
  }

  private static void edit(Path safetensors, String from, String to) throws IOException {
    var text = new String(Files.readAllBytes(safetensors), StandardCharsets.ISO_8859_1);
    if (from.length() != to.length() || !text.contains(from)) {
      throw new IllegalArgumentException("no " + from);
    }
    Files.write(safetensors, text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Exchanges two of the equal parts that a tensor falls into, along its first axis.
  static void exchangeParts(Path safetensors, String tensor, int parts, int one, int other)
      throws IOException {
    var file = Files.readAllBytes(safetensors);
    long headerBytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    int data = Math.toIntExact(Long.BYTES + headerBytes);
    var header = JsonReader.readObject(Arrays.copyOfRange(file, Long.BYTES, data));
    var offsets = header.object(tensor).array("data_offsets");
    int begin = data + offset(offsets.get(0));
    int size = (data + offset(offsets.get(1)) - begin) / parts;
    var kept = Arrays.copyOfRange(file, begin + one * size, begin + (one + 1) * size);
    System.arraycopy(file, begin + other * size, file, begin + one * size, size);
    System.arraycopy(kept, 0, file, begin + other * size, size);
    Files.write(safetensors, file);
  }

  private static int offset(Json number) {
    return Math.toIntExact(((Json.Num) number).asLong());
  }

  /// @param logProbabilities frames × labels
  /// @param logits the same before normalisation over the labels
  static double largestDifference(float[] logProbabilities, double[] logits, int labels) {
    if (logProbabilities.length != logits.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int frame = 0; frame < logits.length; frame += labels) {
      double total = 0;
      for (int label = 0; label < labels; label++) {
        total += Math.exp(logits[frame + label]);
      }
      for (int label = 0; label < labels; label++) {
        double expected = logits[frame + label] - Math.log(total);
        largest = Math.max(largest, Math.abs(logProbabilities[frame + label] - expected));
      }
    }
    return largest;
  }

  /// 16 kHz mono 16-bit.
  static float[] wav(Path file) throws IOException {
    var wav = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int data = 12;
    while (wav.getInt(data) != 0x61746164) { // "data"
      data += 8 + wav.getInt(data + 4);
    }
    var waveform = new float[wav.getInt(data + 4) / Short.BYTES];
    for (int t = 0; t < waveform.length; t++) {
      waveform[t] = wav.getShort(data + 8 + Short.BYTES * t) / 32768f;
    }
    return waveform;
  }

  /// As Transformers' feature extractor does it.
  static void normalise(float[] waveform) {
    double mean = 0;
    for (float sample : waveform) {
      mean += (double) sample / waveform.length;
    }
    double variance = 0;
    for (float sample : waveform) {
      variance += (sample - mean) * (sample - mean) / waveform.length;
    }
    for (int t = 0; t < waveform.length; t++) {
      waveform[t] = (float) ((waveform[t] - mean) / Math.sqrt(variance + 1e-7));
    }
  }
}

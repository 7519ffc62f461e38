package voxcrate.bundler.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import voxcrate.files.Durable;

/// The lines of a `.env`: settings `NAME=value` among comments. Changing one setting leaves every
/// other line as it was.
public final class EnvironmentFile {
  private static final List<String> TOKEN_NAMES =
      List.of("HUGGINGFACE_TOKEN", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN");
  private static final String OWNER_ONLY = "rw-------";

  private final List<String> lines;

  private EnvironmentFile(List<String> lines) {
    this.lines = lines;
  }

  static EnvironmentFile parse(String text) {
    return new EnvironmentFile(new ArrayList<>(text.lines().toList()));
  }

  /// An absent file has no lines.
  public static EnvironmentFile read(Path file) throws IOException {
    return parse(Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "");
  }

  /// Replaces `file`, readable by its owner only.
  public void write(Path file) throws IOException {
    var text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    Durable.write(file, text.getBytes(StandardCharsets.UTF_8), OWNER_ONLY);
  }

  /// The first token under any name that people use; not yet cleaned.
  Optional<String> token() {
    return TOKEN_NAMES.stream().flatMap(name -> value(name).stream()).findFirst();
  }

  /// What is set for `name`; empty where nothing is.
  public Optional<String> value(String name) {
    return lines.stream()
        .filter(line -> isSetting(line, name))
        .map(line -> line.substring(line.indexOf('=') + 1))
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  public void setToken(HubToken token) {
    removeToken();
    set(TOKEN_NAMES.getFirst(), token.value());
  }

  /// Empties the token under every name; gives whether there was one.
  public boolean removeToken() {
    boolean had = token().isPresent();
    lines.replaceAll(
        line ->
            TOKEN_NAMES.stream().anyMatch(name -> isSetting(line, name)) ? emptied(line) : line);
    return had;
  }

  public void setIfAbsent(String name, String value) {
    if (lines.stream().noneMatch(line -> isSetting(line, name))) {
      set(name, value);
    }
  }

  private void set(String name, String value) {
    var setting = name + "=" + value;
    for (int i = 0; i < lines.size(); i++) {
      if (isSetting(lines.get(i), name)) {
        lines.set(i, setting);
        return;
      }
    }
    lines.add(setting);
  }

  private static String emptied(String line) {
    return line.substring(0, line.indexOf('=') + 1);
  }

  private static boolean isSetting(String line, String name) {
    return line.replaceFirst("^\\s*(export\\s+)?", "").matches(name + "\\s*=.*");
  }
}

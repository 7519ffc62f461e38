package voxcrate.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.engine.EngineCode;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Whose signature counts for models: the keys that were named, or else those that the installer
/// has pinned in this installation.
final class ModelKeys {
  private static final String SUFFIX = ".pem";
  private static final long MAX_BYTES = 1 << 20;

  private ModelKeys() {}

  /// @param named files; a key that lies with the models proves nothing of them
  /// @param models the folder that is verified
  /// @throws ToolException when a key cannot be used
  static List<TrustedKey> of(List<Path> named, Path models) {
    try {
      for (var file : named) {
        refuseBeside(file, models);
      }
      return named.isEmpty() ? pinned() : read(named);
    } catch (IOException e) {
      throw unusable("the keys to trust", e.toString());
    }
  }

  private static List<TrustedKey> pinned() throws IOException {
    var folder = Release.prefix().map(prefix -> prefix.resolve("trust"));
    if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
      return List.of();
    }
    try (var files = Files.list(folder.get())) {
      var keys = read(files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList());
      return counting(keys, folder.get().resolve("state.json"));
    }
  }

  /// The installer says in one place which of the keys count: one that was revoked may lie there.
  private static List<TrustedKey> counting(List<TrustedKey> keys, Path state) throws IOException {
    if (!Files.isRegularFile(state)) {
      return keys;
    }
    try {
      var trusted = JsonReader.readObject(Files.readAllBytes(state)).object("trusted");
      var counting = trusted.array("keys");
      return keys.stream()
          .filter(key -> counting.contains(Json.of(key.fingerprint().toString())))
          .toList();
    } catch (JsonException e) {
      throw unusable(state.toString(), String.valueOf(e.getMessage()));
    }
  }

  private static List<TrustedKey> read(List<Path> files) throws IOException {
    var keys = new ArrayList<TrustedKey>();
    for (var file : files) {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        throw unusable(file.toString(), "no readable key file");
      }
      keys.add(TrustedKey.inFile(file));
    }
    return keys;
  }

  private static void refuseBeside(Path file, Path models) throws IOException {
    if (Files.exists(file)
        && Files.exists(models)
        && file.toRealPath().startsWith(models.toRealPath())) {
      throw unusable(
          file.toString(), "it lies with the models: whoever changed them could have put it there");
    }
  }

  private static ToolException unusable(String source, String found) {
    return new ToolException(
        Problem.of(
            EngineCode.TRUST_UNUSABLE,
            "The key to trust cannot be used",
            "reading " + source,
            found,
            "name the public key's file, from elsewhere than the models: --trust NAME.pem",
            "or leave --trust out, to ask the keys that this installation trusts"));
  }
}

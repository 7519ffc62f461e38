package voxcrate.bundler.download;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.files.Durable;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;

/// What was fetched of one repository: the SHA-256 of every file, small ones included. The hub
/// gives only git's SHA-1 of those, which tells transport errors but is no ground for trust.
///
/// @param commit empty where nothing was fetched yet
record FetchRecord(String commit, Map<String, Digest> digests) {
  private static final String TYPE = "voxcrate-fetched/1";
  private static final FetchRecord NOTHING = new FetchRecord("", Map.of());

  static FetchRecord of(String commit, List<CachedFile> files) {
    var digests = new LinkedHashMap<String, Digest>();
    files.forEach(file -> digests.put(file.path().value(), file.sha256()));
    return new FetchRecord(commit, digests);
  }

  /// A record that is absent or cannot be read says nothing; the files are fetched again then.
  static FetchRecord read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return NOTHING;
    }
    try {
      var json = JsonReader.readObject(Files.readAllBytes(file));
      if (!json.text("_type").equals(TYPE)) {
        return NOTHING;
      }
      var files = json.object("files");
      var digests = new LinkedHashMap<String, Digest>();
      files.members().keySet().forEach(path -> digests.put(path, new Digest(files.text(path))));
      return new FetchRecord(json.text("commit"), digests);
    } catch (JsonException | IllegalArgumentException _) {
      return NOTHING;
    }
  }

  void write(Path file) throws IOException {
    var files = Json.object();
    digests.forEach((path, digest) -> files.put(path, digest.hex()));
    var document =
        Json.object().put("_type", TYPE).put("commit", commit).put("files", files.build()).build();
    Files.createDirectories(file.getParent());
    Durable.write(
        file, JsonWriter.indented(document).getBytes(StandardCharsets.UTF_8), "rw-r--r--");
  }

  Optional<Digest> digestOf(RelativePath path, String wantedCommit) {
    return commit.equals(wantedCommit)
        ? Optional.ofNullable(digests.get(path.value()))
        : Optional.empty();
  }
}

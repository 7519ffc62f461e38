package voxcrate.bundler.download;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.plan.PlannedFile;
import voxcrate.files.Durable;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;

/// What has arrived of a file, and in a second file beside it what it is a part of. Bytes of
/// another commit, size or digest are never continued.
final class PartialFile {
  private static final String TYPE = "voxcrate-partial/1";
  private static final String NOTE_SUFFIX = ".resume.json";

  private final Path content;
  private final Path note;
  private final RecipeRepository repository;
  private final PlannedFile file;

  PartialFile(ModelCache cache, RecipeRepository repository, PlannedFile file) {
    this.content = cache.partial(repository.name(), file.path());
    this.note = content.resolveSibling(content.getFileName() + NOTE_SUFFIX);
    this.repository = repository;
    this.file = file;
  }

  Path content() {
    return content;
  }

  /// How many bytes of this very file are here; what is of another is dropped.
  long keptBytes() throws IOException {
    if (!Files.isRegularFile(content)) {
      return 0;
    }
    long kept = Files.size(content);
    if (kept > file.sizeBytes() || !noted("of").equals(Optional.of(identity()))) {
      discard();
      return 0;
    }
    return kept;
  }

  /// The `ETag` of the bytes that are here.
  Optional<String> validator() throws IOException {
    return noted("validator");
  }

  /// Notes what the content is a part of, before its first byte is written.
  void describe(Optional<String> validator) throws IOException {
    var document = Json.object().put("_type", TYPE).put("of", identity());
    document.putIfPresent("validator", validator.map(Json::of));
    Durable.write(
        note, JsonWriter.indented(document.build()).getBytes(StandardCharsets.UTF_8), "rw-r--r--");
  }

  /// Opens the content for writing behind the first `keptBytes`.
  FileChannel open(long keptBytes) throws IOException {
    Files.createDirectories(content.getParent());
    var channel = FileChannel.open(content, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(keptBytes);
    channel.position(keptBytes);
    return channel;
  }

  /// Gives the finished content its final name.
  void moveTo(Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Durable.move(content, target);
    Files.deleteIfExists(note);
  }

  void discard() throws IOException {
    Files.deleteIfExists(content);
    Files.deleteIfExists(note);
  }

  private String identity() {
    return "%s@%s/%s %d %s"
        .formatted(
            repository.name(),
            repository.commit(),
            file.path(),
            file.sizeBytes(),
            file.sha256()
                .map(Object::toString)
                .or(() -> file.gitBlob().map(Object::toString))
                .orElse(""));
  }

  private Optional<String> noted(String member) throws IOException {
    if (!Files.isRegularFile(note)) {
      return Optional.empty();
    }
    try {
      var json = JsonReader.readObject(Files.readAllBytes(note));
      return json.find(member).isPresent() ? Optional.of(json.text(member)) : Optional.empty();
    } catch (JsonException _) {
      return Optional.empty();
    }
  }
}

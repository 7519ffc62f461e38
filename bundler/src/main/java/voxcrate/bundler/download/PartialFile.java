package voxcrate.bundler.download;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.plan.PlannedFile;
import voxcrate.files.Durable;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;

/// What has arrived of a file, and in a note beside it which bytes these are and what they are a
/// part of. Bytes of another commit, size or digest are never continued; no note, no bytes.
final class PartialFile {
  private static final String TYPE = "voxcrate-partial/2";
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

  /// What is here of this very file.
  Kept kept() throws IOException {
    if (!Files.isRegularFile(content) || !Files.isRegularFile(note)) {
      return Kept.NOTHING;
    }
    try {
      var noted = JsonReader.readObject(Files.readAllBytes(note));
      if (!noted.text("_type").equals(TYPE) || !noted.text("of").equals(identity())) {
        return Kept.NOTHING;
      }
      var kept = kept(noted);
      long size = Math.min(Files.size(content), file.sizeBytes());
      return kept.spans().stream().allMatch(span -> span.end() <= size) ? kept : Kept.NOTHING;
    } catch (JsonException | IllegalArgumentException _) {
      return Kept.NOTHING;
    }
  }

  private static Kept kept(Json.Obj noted) {
    var spans =
        noted.objects("here").stream()
            .map(span -> new Kept.Span(span.integer("from"), span.integer("end")))
            .toList();
    return new Kept(spans, noted.find("validator").map(_ -> noted.text("validator")));
  }

  /// Notes what is here. The bytes are put on the disk first, so that a power cut leaves no note of
  /// bytes that are gone.
  void note(Kept kept) throws IOException {
    try (var channel = FileChannel.open(content, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    var document =
        Json.object()
            .put("_type", TYPE)
            .put("of", identity())
            .put("here", kept.spans().stream().map(PartialFile::document).collect(Json.toArray()));
    document.putIfPresent("validator", kept.validator().map(Json::of));
    Durable.write(
        note, JsonWriter.indented(document.build()).getBytes(StandardCharsets.UTF_8), "rw-r--r--");
  }

  private static Json document(Kept.Span span) {
    return Json.object().put("from", span.from()).put("end", span.end()).build();
  }

  /// Opens the content for reading and writing; what is not noted is dropped where nothing is.
  FileChannel open(Kept kept) throws IOException {
    Files.createDirectories(content.getParent());
    var channel =
        FileChannel.open(
            content, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    channel.truncate(kept.spans().isEmpty() ? 0 : file.sizeBytes());
    return channel;
  }

  /// Gives the finished content its final name. [ModelCache#syncNames] makes the name durable.
  void moveTo(Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Files.move(content, target, StandardCopyOption.ATOMIC_MOVE);
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
}

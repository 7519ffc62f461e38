package voxcrate.bundler.lock;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import voxcrate.bundle.recipe.PipelineParts;
import voxcrate.bundle.recipe.RecipeFileCodec;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.Revision;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;

/// `voxcrate.lock` to and from [Lock]. One lock has one spelling, so that a version control system
/// shows what has changed and nothing else.
final class LockCodec {
  private static final String TYPE = "voxcrate-lock/1";

  private LockCodec() {}

  static byte[] write(Lock lock) {
    var document = Json.object().put("_type", TYPE);
    if (!lock.choices().isEmpty()) {
      document.put("choices", texts(lock.choices()));
    }
    if (!lock.libraries().isEmpty()) {
      document.put(
          "libraries",
          lock.libraries().stream().map(RecipeFileCodec::write).collect(Json.toArray()));
    }
    document.put(
        "repositories",
        lock.repositories().stream().map(LockCodec::repository).collect(Json.toArray()));
    return JsonWriter.indented(document.build()).getBytes(StandardCharsets.UTF_8);
  }

  private static Json repository(LockedRepository locked) {
    var document =
        Json.object()
            .put("name", locked.name())
            .put("commit", locked.commit().hex())
            .putIfPresent("revision", locked.followed().map(named -> Json.of(named.name())))
            .putIfPresent("local", locked.local() ? Optional.of(Json.of(true)) : Optional.empty())
            .put("gated", locked.gated())
            .put("licence", locked.licence());
    if (!locked.parts().equals(PipelineParts.NONE)) {
      document.put("parts", texts(locked.parts().places()));
    }
    return document
        .put("files", locked.files().stream().map(RecipeFileCodec::write).collect(Json.toArray()))
        .build();
  }

  private static Json texts(Map<String, String> texts) {
    var document = Json.object();
    new TreeMap<>(texts).forEach(document::put);
    return document.build();
  }

  /// @throws JsonException when the document is no lock of this version, saying where
  static Lock read(byte[] document) {
    var json = JsonReader.readObject(document);
    if (!json.text("_type").equals(TYPE)) {
      throw new JsonException("not a " + TYPE + " but " + json.text("_type"));
    }
    json.only("_type", "choices", "libraries", "repositories");
    try {
      return new Lock(
          json.objects("repositories").stream().map(LockCodec::readRepository).toList(),
          json.find("choices").isPresent() ? readTexts(json.object("choices")) : Map.of(),
          json.find("libraries").isPresent()
              ? json.objects("libraries").stream().map(RecipeFileCodec::read).toList()
              : List.of());
    } catch (IllegalArgumentException e) {
      throw new JsonException("lock: " + e.getMessage(), e);
    }
  }

  private static LockedRepository readRepository(Json.Obj json) {
    json.only("name", "commit", "revision", "local", "gated", "licence", "parts", "files");
    if (!RecipeRepository.isName(json.text("name"))) {
      throw new JsonException("not a repository: " + json.text("name"));
    }
    return new LockedRepository(
        json.text("name"),
        new Revision.Commit(json.text("commit")),
        json.find("revision").isPresent()
            ? Optional.of(new Revision.Named(json.text("revision")))
            : Optional.empty(),
        json.flag("gated"),
        json.text("licence"),
        json.find("parts").isPresent()
            ? new PipelineParts(readTexts(json.object("parts")))
            : PipelineParts.NONE,
        json.objects("files").stream().map(RecipeFileCodec::read).toList(),
        json.find("local").isPresent() && json.flag("local"));
  }

  private static Map<String, String> readTexts(Json.Obj json) {
    var texts = new HashMap<String, String>();
    json.members().keySet().forEach(name -> texts.put(name, json.text(name)));
    return texts;
  }
}

package voxcrate.bundle.recipe;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;

/// `NAME.json` to and from [RecipeDocument]. Unknown members are refused: a mistyped pin must not
/// become a missing one.
public final class RecipeCodec {
  private static final String TYPE = "voxcrate-recipe/1";

  private RecipeCodec() {}

  public static byte[] write(RecipeDocument recipe) {
    var document =
        Json.object().put("_type", TYPE).put("name", recipe.name()).put("title", recipe.title());
    switch (recipe) {
      case Recipe(var _, var _, var practice, var repositories) -> {
        if (practice) {
          document.put("practice", true);
        }
        document.put("repositories", array(repositories, RecipeCodec::repository));
      }
      case Composition composition -> CompositionCodec.write(composition, document);
    }
    return JsonWriter.indented(document.build()).getBytes(StandardCharsets.UTF_8);
  }

  private static Json repository(WantedRepository repository) {
    var document =
        Json.object().put("name", repository.name()).put("role", repository.role().word());
    if (repository.source() instanceof Source.Folder folder) {
      return document
          .put("source", SourceCodec.write(folder))
          .putIfPresent("licence", repository.licence().map(Json::of))
          .put("files", array(repository.files(), RecipeFileCodec::write))
          .build();
    }
    switch (repository.revision()) {
      case Revision.Commit(var hex) -> document.put("commit", hex);
      case Revision.Named(var name) -> document.put("revision", name);
    }
    repository.gated().ifPresent(gated -> document.put("gated", gated));
    repository.licence().ifPresent(licence -> document.put("licence", licence));
    if (!repository.files().isEmpty()) {
      document.put("files", array(repository.files(), RecipeFileCodec::write));
    }
    return document.build();
  }

  /// @throws JsonException when the document is no recipe of this version, saying where
  public static RecipeDocument read(byte[] document) {
    return read(document, Path.of(""));
  }

  /// @param base the folder of the recipe, from which folders of models are seen
  public static RecipeDocument read(byte[] document, Path base) {
    var json = JsonReader.readObject(document);
    if (!json.text("_type").equals(TYPE)) {
      throw new JsonException("not a " + TYPE + " but " + json.text("_type"));
    }
    try {
      return isComposition(json) ? CompositionCodec.read(json) : readRecipe(json, base);
    } catch (IllegalArgumentException e) {
      throw new JsonException("recipe: " + e.getMessage(), e);
    }
  }

  private static boolean isComposition(Json.Obj json) {
    return json.find("recipes").isPresent() || json.find("choices").isPresent();
  }

  private static Recipe readRecipe(Json.Obj json, Path base) {
    json.only("_type", "name", "title", "practice", "repositories");
    return new Recipe(
        json.text("name"),
        json.text("title"),
        json.find("practice").isPresent() && json.flag("practice"),
        json.objects("repositories").stream()
            .map(repository -> readRepository(repository, base))
            .toList());
  }

  private static WantedRepository readRepository(Json.Obj json, Path base) {
    return json.find("source").isPresent() ? readLocal(json, base) : readRepository(json);
  }

  private static WantedRepository readLocal(Json.Obj json, Path base) {
    json.only("name", "role", "source", "licence", "files");
    return WantedRepository.local(
        json.text("name"),
        Role.of(json.text("role")),
        json.text("licence"),
        files(json),
        SourceCodec.read(json, base));
  }

  private static WantedRepository readRepository(Json.Obj json) {
    json.only("name", "role", "commit", "revision", "gated", "licence", "files");
    return new WantedRepository(
        json.text("name"),
        Role.of(json.text("role")),
        revision(json),
        json.find("gated").map(_ -> json.flag("gated")),
        json.find("licence").map(_ -> json.text("licence")),
        json.find("files").isPresent() ? files(json) : List.of());
  }

  private static Revision revision(Json.Obj json) {
    if (json.find("commit").isPresent() && json.find("revision").isPresent()) {
      throw new JsonException("'commit' and 'revision' exclude each other");
    }
    if (json.find("commit").isPresent()) {
      return new Revision.Commit(json.text("commit"));
    }
    return json.find("revision").isPresent() ? Revision.of(json.text("revision")) : Revision.MAIN;
  }

  private static List<RecipeFile> files(Json.Obj json) {
    var files = json.objects("files").stream().map(RecipeFileCodec::read).toList();
    if (files.isEmpty()) {
      throw new JsonException("'files' is empty; leave it out for the files usual for the role");
    }
    return files;
  }

  private static <T> Json array(List<T> items, Function<T, Json> writer) {
    return items.stream().map(writer).collect(Json.toArray());
  }
}

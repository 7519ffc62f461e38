package voxcrate.bundle.recipe;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;

/// `NAME.json` to and from [Recipe]. Unknown members are refused: a mistyped pin must not become a
/// missing one.
public final class RecipeCodec {
  private static final String TYPE = "voxcrate-recipe/1";

  private RecipeCodec() {}

  public static byte[] write(Recipe recipe) {
    var document =
        Json.object().put("_type", TYPE).put("name", recipe.name()).put("title", recipe.title());
    if (recipe.practice()) {
      document.put("practice", true);
    }
    document.put("repositories", array(recipe.repositories(), RecipeCodec::repository));
    return JsonWriter.indented(document.build()).getBytes(StandardCharsets.UTF_8);
  }

  private static Json repository(RecipeRepository repository) {
    return Json.object()
        .put("name", repository.name())
        .put("role", repository.role().word())
        .put("commit", repository.commit())
        .put("gated", repository.gated())
        .put("licence", repository.licence())
        .put("files", array(repository.files(), RecipeCodec::file))
        .build();
  }

  private static Json file(RecipeFile file) {
    var document = Json.object().put("path", file.path().value());
    file.sizeBytes().ifPresent(size -> document.put("size", size));
    file.sha256().ifPresent(digest -> document.put("sha256", digest.hex()));
    file.gitBlob().ifPresent(id -> document.put("git", id.hex()));
    return document.build();
  }

  /// @throws JsonException when the document is no recipe of this version, saying where
  public static Recipe read(byte[] document) {
    var json = JsonReader.readObject(document);
    if (!json.text("_type").equals(TYPE)) {
      throw new JsonException("not a " + TYPE + " but " + json.text("_type"));
    }
    only(json, Set.of("_type", "name", "title", "practice", "repositories"));
    try {
      return new Recipe(
          json.text("name"),
          json.text("title"),
          json.find("practice").isPresent() && json.flag("practice"),
          objects(json, "repositories", RecipeCodec::readRepository));
    } catch (IllegalArgumentException e) {
      throw new JsonException("recipe: " + e.getMessage(), e);
    }
  }

  private static RecipeRepository readRepository(Json.Obj json) {
    only(json, Set.of("name", "role", "commit", "gated", "licence", "files"));
    return new RecipeRepository(
        json.text("name"),
        json.text("commit"),
        json.flag("gated"),
        json.text("licence"),
        role(json.text("role")),
        objects(json, "files", RecipeCodec::readFile));
  }

  private static Role role(String word) {
    return List.of(Role.values()).stream()
        .filter(role -> role.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new JsonException("unknown role: " + word));
  }

  private static RecipeFile readFile(Json.Obj json) {
    only(json, Set.of("path", "size", "sha256", "git"));
    return new RecipeFile(
        new RelativePath(json.text("path")),
        json.find("size").isPresent()
            ? OptionalLong.of(json.integer("size"))
            : OptionalLong.empty(),
        json.find("sha256").map(_ -> new Digest(json.text("sha256"))),
        json.find("git").map(_ -> new GitBlobId(json.text("git"))));
  }

  private static void only(Json.Obj json, Set<String> known) {
    for (var member : json.members().keySet()) {
      if (!known.contains(member)) {
        throw new JsonException("unknown member '" + member + "'");
      }
    }
  }

  private static <T> List<T> objects(Json.Obj json, String name, Function<Json.Obj, T> reader) {
    return json.array(name).stream()
        .map(
            item -> {
              if (item instanceof Json.Obj object) {
                return reader.apply(object);
              }
              throw new JsonException("an item of '" + name + "' is not an object");
            })
        .toList();
  }

  private static <T> Json array(List<T> items, Function<T, Json> writer) {
    return items.stream().map(writer).collect(Json.toArray());
  }
}

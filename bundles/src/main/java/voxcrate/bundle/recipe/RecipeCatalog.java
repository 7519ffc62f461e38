package voxcrate.bundle.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

/// The recipes that come with the product: `bundles/recipes` in the sources. `catalog.json` there
/// names them in the order in which they are shown.
public final class RecipeCatalog {
  private static final String FOLDER = "/voxcrate/recipes/";
  private static final String TYPE = "voxcrate-catalog/1";

  private final List<Recipe> recipes;
  private final String defaultName;
  private final Map<String, Role> families;

  private RecipeCatalog(List<Recipe> recipes, String defaultName, Map<String, Role> families) {
    this.recipes = List.copyOf(recipes);
    this.defaultName = defaultName;
    this.families = families;
  }

  public static RecipeCatalog builtIn() {
    var catalog = JsonReader.readObject(read("catalog.json"));
    if (!catalog.text("_type").equals(TYPE)) {
      throw new JsonException("not a " + TYPE);
    }
    var recipes = new ArrayList<Recipe>();
    for (var name : catalog.array("recipes")) {
      if (name instanceof Json.Str(var text)) {
        recipes.add(RecipeCodec.read(read(text + ".json")));
      }
    }
    return new RecipeCatalog(recipes, catalog.text("default"), families(catalog));
  }

  private static Map<String, Role> families(Json.Obj catalog) {
    var words = catalog.object("families");
    var families = new LinkedHashMap<String, Role>();
    words.members().keySet().forEach(name -> families.put(name, Role.of(words.text(name))));
    return families;
  }

  private static byte[] read(String name) {
    try (var in = RecipeCatalog.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its recipe " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// In the order in which they are shown.
  public List<Recipe> recipes() {
    return recipes;
  }

  /// What a bundle is made of when nothing else is said.
  public Recipe usual() {
    return find(defaultName).orElseThrow();
  }

  /// How models of one's own are named, such as `whisper:ORG/NAME[@REVISION]`.
  public List<String> families() {
    return families.keySet().stream().map(family -> family + ":ORG/NAME[@REVISION]").toList();
  }

  /// A recipe of the catalogue, or of one repository of a family.
  public Optional<Recipe> find(String name) {
    return recipes.stream()
        .filter(recipe -> recipe.name().equals(name))
        .findFirst()
        .or(() -> ofFamily(name));
  }

  private Optional<Recipe> ofFamily(String name) {
    int colon = name.indexOf(':');
    var role = families.get(name.substring(0, Math.max(colon, 0)));
    return role == null
        ? Optional.empty()
        : WantedRepository.parse(name.substring(colon + 1), role)
            .map(wanted -> new Recipe(name, wanted.name(), false, List.of(wanted)));
  }
}

package voxcrate.bundle.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
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

  private final List<RecipeDocument> documents;
  private final String defaultName;
  private final Map<String, Role> families;

  private RecipeCatalog(
      List<RecipeDocument> documents, String defaultName, Map<String, Role> families) {
    this.documents = List.copyOf(documents);
    this.defaultName = defaultName;
    this.families = families;
  }

  public static RecipeCatalog builtIn() {
    var catalog = JsonReader.readObject(read("catalog.json"));
    if (!catalog.text("_type").equals(TYPE)) {
      throw new JsonException("not a " + TYPE);
    }
    var documents = new ArrayList<RecipeDocument>();
    for (var name : catalog.array("recipes")) {
      if (name instanceof Json.Str(var text)) {
        documents.add(RecipeCodec.read(read(text + ".json")));
      }
    }
    return new RecipeCatalog(documents, catalog.text("default"), families(catalog));
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
  public List<RecipeDocument> documents() {
    return documents;
  }

  /// Those that name repositories.
  public List<Recipe> recipes() {
    return documents.stream().filter(Recipe.class::isInstance).map(Recipe.class::cast).toList();
  }

  /// What a bundle is made of when nothing else is said.
  public RecipeDocument usual() {
    return document(defaultName).orElseThrow();
  }

  /// How models of one's own are named, such as `whisper:ORG/NAME[@REVISION]`.
  public List<String> families() {
    return families.keySet().stream().map(family -> family + ":ORG/NAME[@REVISION]").toList();
  }

  /// What has this name in the catalogue, or a recipe of one repository of a family.
  public Optional<RecipeDocument> document(String name) {
    return documents.stream()
        .filter(document -> document.name().equals(name))
        .findFirst()
        .or(() -> ofFamily(name));
  }

  /// The same, where it names repositories.
  public Optional<Recipe> find(String name) {
    return document(name).filter(Recipe.class::isInstance).map(Recipe.class::cast);
  }

  /// Languages of which there is a recipe `STEM-LANGUAGE`, in the order of the catalogue.
  public List<String> languages(String stem) {
    var beginning = ofLanguage(stem, "");
    return recipes().stream()
        .map(Recipe::name)
        .filter(name -> name.startsWith(beginning))
        .map(name -> name.substring(beginning.length()))
        .toList();
  }

  static String ofLanguage(String stem, String language) {
    return stem + "-" + language;
  }

  /// What `chosen` comes to.
  ///
  /// @param languages for compositions that have something for single languages
  /// @throws IllegalArgumentException where one of them names what there is not
  public Selection select(Collection<RecipeDocument> chosen, List<String> languages) {
    var composing = new Composing(this, languages);
    chosen.forEach(composing::add);
    return composing.selection();
  }

  private Optional<RecipeDocument> ofFamily(String name) {
    int colon = name.indexOf(':');
    var role = families.get(name.substring(0, Math.max(colon, 0)));
    return role == null
        ? Optional.empty()
        : WantedRepository.parse(name.substring(colon + 1), role)
            .map(wanted -> new Recipe(name, wanted.name(), false, List.of(wanted)));
  }
}

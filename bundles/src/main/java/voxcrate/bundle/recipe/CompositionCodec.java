package voxcrate.bundle.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import voxcrate.json.Json;
import voxcrate.json.JsonException;

/// The members of a recipe that is made of others: `recipes`, `languages`, `choices`.
final class CompositionCodec {
  private CompositionCodec() {}

  static void write(Composition composition, Json.Builder document) {
    if (!composition.recipes().isEmpty()) {
      document.put("recipes", Json.strings(composition.recipes()));
    }
    composition.languages().ifPresent(stem -> document.put("languages", stem));
    if (!composition.choices().isEmpty()) {
      var choices = Json.object();
      composition.choices().forEach((name, recipes) -> choices.put(name, Json.strings(recipes)));
      document.put("choices", choices.build());
    }
  }

  /// @throws JsonException where a member is unknown or of another kind
  /// @throws IllegalArgumentException where a value is not usable
  static Composition read(Json.Obj json) {
    json.only("_type", "name", "title", "recipes", "languages", "choices");
    return new Composition(
        json.text("name"),
        json.text("title"),
        json.find("recipes").isPresent() ? texts(json, "recipes") : List.of(),
        json.find("languages").isPresent() ? Optional.of(json.text("languages")) : Optional.empty(),
        json.find("choices").isPresent() ? choices(json.object("choices")) : Map.of());
  }

  private static Map<String, List<String>> choices(Json.Obj json) {
    var choices = new LinkedHashMap<String, List<String>>();
    json.members().keySet().forEach(name -> choices.put(name, texts(json, name)));
    return choices;
  }

  private static List<String> texts(Json.Obj json, String name) {
    var texts = new ArrayList<String>();
    for (var item : json.array(name)) {
      if (!(item instanceof Json.Str(var text))) {
        throw new JsonException("'" + name + "' holds something else than names");
      }
      texts.add(text);
    }
    return texts;
  }
}

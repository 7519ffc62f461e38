package voxcrate.bundle.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes compositions apart, down to recipes that name repositories.
final class Composing {
  private final RecipeCatalog catalog;
  private final List<String> languages;
  private final Set<Recipe> recipes = new LinkedHashSet<>();
  private final Map<String, Choice> choices = new LinkedHashMap<>();

  Composing(RecipeCatalog catalog, List<String> languages) {
    this.catalog = catalog;
    this.languages = List.copyOf(languages);
  }

  void add(RecipeDocument document) {
    switch (document) {
      case Recipe recipe -> recipes.add(recipe);
      case Composition composition -> add(composition);
    }
  }

  private void add(Composition composition) {
    for (var name : composition.recipes()) {
      add(catalog.document(name).orElseThrow(() -> unknown(composition, name)));
    }
    composition
        .languages()
        .ifPresent(
            stem -> languages.forEach(language -> recipes.add(one(composition, stem, language))));
    composition.choices().forEach((name, names) -> add(composition, name, names));
  }

  private Recipe one(Composition composition, String stem, String language) {
    var name = RecipeCatalog.ofLanguage(stem, language);
    return catalog.find(name).orElseThrow(() -> unknown(composition, name));
  }

  private void add(Composition composition, String name, List<String> names) {
    var alternatives = new ArrayList<Recipe>();
    for (var alternative : names) {
      alternatives.add(
          catalog.find(alternative).orElseThrow(() -> unknown(composition, alternative)));
    }
    var choice = new Choice(name, alternatives, false);
    var before = choices.putIfAbsent(name, choice);
    if (before != null && !before.equals(choice)) {
      throw new IllegalArgumentException(
          "two recipes choose '" + name + "' between different ones: " + before.names());
    }
  }

  private static IllegalArgumentException unknown(Composition composition, String name) {
    return new IllegalArgumentException(
        "the recipe " + composition.name() + " names '" + name + "', which is no recipe");
  }

  /// A recipe that was named besides is chosen by that.
  Selection selection() {
    return new Selection(
        List.copyOf(recipes),
        choices.values().stream()
            .filter(choice -> choice.alternatives().stream().noneMatch(recipes::contains))
            .toList());
  }
}

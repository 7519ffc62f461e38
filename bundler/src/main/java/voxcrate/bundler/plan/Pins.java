package voxcrate.bundler.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.Revision;
import voxcrate.bundle.recipe.WantedRepository;

/// What the built-in recipes pin, for recipes that name the same repositories and leave them open:
/// what we know for certain is not asked of a hub, and never passed by.
final class Pins {
  private final Map<String, Pin> byName = new LinkedHashMap<>();

  /// @param recipe the name of the recipe that pins it
  record Pin(String recipe, RecipeRepository repository) {}

  private Pins() {}

  static Pins of(RecipeCatalog catalog) {
    var pins = new Pins();
    for (var recipe : catalog.recipes()) {
      for (var repository : recipe.pinned()) {
        pins.byName.putIfAbsent(repository.name(), new Pin(recipe.name(), repository));
      }
    }
    return pins;
  }

  /// Which recipe pins what `wanted` of `recipe` comes to: that recipe itself, or a built-in one.
  Optional<String> pinnedBy(Recipe recipe, WantedRepository wanted) {
    return wanted.revision() instanceof Revision.Commit
        ? Optional.of(recipe.name())
        : find(wanted).map(Pin::recipe);
  }

  /// A tag or another branch is a choice of its own.
  private Optional<Pin> find(WantedRepository wanted) {
    return wanted.revision().equals(Revision.MAIN)
        ? Optional.ofNullable(byName.get(wanted.name()))
        : Optional.empty();
  }

  /// `wanted` at the pinned commit, where it names no other.
  WantedRepository hold(WantedRepository wanted) {
    return find(wanted).map(pin -> held(wanted, pin.repository())).orElse(wanted);
  }

  private static WantedRepository held(WantedRepository wanted, RecipeRepository pinned) {
    return new WantedRepository(
        wanted.name(),
        wanted.role(),
        new Revision.Commit(pinned.commit()),
        wanted.gated().or(() -> Optional.of(pinned.gated())),
        wanted.licence().or(() -> Optional.of(pinned.licence())),
        wanted.files().isEmpty() && wanted.role() == pinned.role()
            ? pinned.files()
            : wanted.files(),
        wanted.source());
  }
}

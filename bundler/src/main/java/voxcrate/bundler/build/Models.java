package voxcrate.bundler.build;

import java.util.List;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.pack.PackedModel;

/// The models that a bundle can have, and those it has to do without.
///
/// @param packed converted and proven
/// @param missing gated repositories that were left out
public record Models(List<PackedModel> packed, List<RecipeRepository> missing) {
  public static final Models NONE = new Models(List.of(), List.of());

  public Models {
    packed = List.copyOf(packed);
    missing = List.copyOf(missing);
  }
}

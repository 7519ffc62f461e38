package voxcrate.bundler.build;

import java.util.List;
import java.util.Map;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.download.AccessNote;
import voxcrate.bundler.pack.PackedModel;

/// The models that a bundle can have, and those it has to do without.
///
/// @param packed converted and proven
/// @param missing gated repositories that were left out
/// @param access when gates were last found open, and for whom, by the names of repositories
/// @param forCards the same models for graphics cards; none where it is for processors alone
public record Models(
    List<PackedModel> packed,
    List<RecipeRepository> missing,
    Map<String, AccessNote> access,
    List<PackedModel> forCards) {
  public static final Models NONE = new Models(List.of(), List.of(), Map.of());

  /// For processors alone.
  public Models(
      List<PackedModel> packed, List<RecipeRepository> missing, Map<String, AccessNote> access) {
    this(packed, missing, access, List.of());
  }

  public Models {
    packed = List.copyOf(packed);
    missing = List.copyOf(missing);
    access = Map.copyOf(access);
    forCards = List.copyOf(forCards);
  }
}

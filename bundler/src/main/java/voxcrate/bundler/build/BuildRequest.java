package voxcrate.bundler.build;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import voxcrate.bundle.archive.VolumeLimit;
import voxcrate.bundle.recipe.Recipe;

/// What to build, all decided.
///
/// @param recipes which models travel; none for a bundle of the programs alone
/// @param version of the product, for people and for the installer's minimum
/// @param sequence orders bundles
/// @param created the time that every file carries
/// @param signers who signs now, and who is to sign the finished bundle
/// @param out folder in which `voxcrate-SEQUENCE` and its card appear
public record BuildRequest(
    List<Recipe> recipes,
    String version,
    long sequence,
    Instant created,
    Validity validity,
    VolumeLimit limit,
    Signers signers,
    Path out) {
  public BuildRequest {
    recipes = List.copyOf(recipes);
  }

  /// Name of the bundle and of its folder.
  String bundleName() {
    return "voxcrate-" + sequence;
  }

  Path folder() {
    return out.resolve(bundleName());
  }

  /// For paper, beside the card; only where something is gated.
  Path accessPage() {
    return out.resolve(bundleName() + ".access.txt");
  }

  Path card() {
    return out.resolve(bundleName() + ".card.txt");
  }
}

package voxcrate.bundler.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundler.pack.Release;

/// What evidence is given of.
///
/// @param bundle its name, `voxcrate-SEQUENCE`
/// @param minSequence bundles below are refused once this one has been installed; 0 where none are
/// @param notAfter when new installs stop
/// @param signers whose signatures the bundle carries when it is built
/// @param awaited who has to sign before an installer accepts it
/// @param missing gated repositories that were left out
/// @param grants to be named in the bundle itself; mostly none
public record Subject(
    String bundle,
    String version,
    long sequence,
    long minSequence,
    Instant created,
    Optional<Instant> notAfter,
    List<TrustedKey> signers,
    List<TrustedKey> awaited,
    Release release,
    List<RecipeRepository> missing,
    List<Grant> grants) {
  public Subject {
    signers = List.copyOf(signers);
    awaited = List.copyOf(awaited);
    missing = List.copyOf(missing);
    grants = List.copyOf(grants);
  }

  /// When the hub last gave an account access to a gated repository.
  ///
  /// @param repository `ORG/NAME`
  /// @param account as the hub names it
  /// @param hub its address
  public record Grant(String repository, String account, String hub, Instant checked) {}

  Optional<Grant> grant(String repository) {
    return grants.stream().filter(grant -> grant.repository().equals(repository)).findFirst();
  }
}

package voxcrate.bundler.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import voxcrate.bundle.recipe.PipelineParts;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.Revision;

/// What recipes want, with nothing left open.
///
/// @param repositories each name once
/// @param followed by name the branches and tags that recipes left to be settled
/// @param pinnedBy by name the recipe that pins the commit, so that no update moves it
/// @param parts by name of a pipeline what its `config.yaml` names, where the recipe does not
/// @param unread pipelines whose `config.yaml` lies behind a gate that is closed to us: what they
///     name is not among `repositories`
public record Resolution(
    List<RecipeRepository> repositories,
    Map<String, Revision.Named> followed,
    Map<String, String> pinnedBy,
    Map<String, PipelineParts> parts,
    List<RecipeRepository> unread) {
  public Resolution {
    repositories = List.copyOf(repositories);
    followed = Map.copyOf(followed);
    pinnedBy = Map.copyOf(pinnedBy);
    parts = Map.copyOf(parts);
    unread = List.copyOf(unread);
  }

  public Optional<Revision.Named> followed(RecipeRepository repository) {
    return Optional.ofNullable(followed.get(repository.name()));
  }

  /// What `config.yaml` of a pipeline names.
  public PipelineParts parts(RecipeRepository repository) {
    return parts.getOrDefault(repository.name(), PipelineParts.NONE);
  }

  /// A part of it.
  public Resolution only(Predicate<RecipeRepository> wanted) {
    return new Resolution(
        repositories.stream().filter(wanted).toList(),
        followed,
        pinnedBy,
        parts,
        unread.stream().filter(wanted).toList());
  }
}

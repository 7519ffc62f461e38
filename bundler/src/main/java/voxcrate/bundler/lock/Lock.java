package voxcrate.bundler.lock;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.WantedRepository;

/// What was fetched, as `voxcrate.lock` keeps it.
///
/// @param repositories sorted by name, each name once
/// @param choices by the name of a choice the recipe that was taken
/// @param libraries that were taken from a CUDA folder of this machine, sorted by name: nobody has
///     published what they are
public record Lock(
    List<LockedRepository> repositories, Map<String, String> choices, List<RecipeFile> libraries) {
  public static final Lock EMPTY = new Lock(List.of());

  public Lock {
    repositories =
        repositories.stream().sorted(Comparator.comparing(LockedRepository::name)).toList();
    if (repositories.stream().map(LockedRepository::name).distinct().count()
        != repositories.size()) {
      throw new IllegalArgumentException("a repository is locked twice");
    }
    choices = Map.copyOf(choices);
    libraries = libraries.stream().sorted(Comparator.comparing(RecipeFile::path)).toList();
  }

  /// Of builds without such a folder.
  public Lock(List<LockedRepository> repositories, Map<String, String> choices) {
    this(repositories, choices, List.of());
  }

  /// Of recipes that left nothing to choose.
  public Lock(List<LockedRepository> repositories) {
    this(repositories, Map.of());
  }

  public Optional<LockedRepository> find(String name) {
    return repositories.stream().filter(locked -> locked.name().equals(name)).findFirst();
  }

  /// What `wanted` leaves open, settled as the lock has it; `wanted` itself where it is not locked.
  ///
  /// @throws voxcrate.problem.ToolException where recipe and lock disagree
  public WantedRepository hold(WantedRepository wanted) {
    return find(wanted.name()).map(locked -> locked.hold(wanted)).orElse(wanted);
  }

  /// With `fetched` besides. What was locked of the same repository at another commit is replaced.
  public Lock with(Collection<LockedRepository> fetched) {
    var all = new ArrayList<>(repositories);
    for (var locked : fetched) {
      var before = find(locked.name());
      all.removeIf(other -> other.name().equals(locked.name()));
      all.add(before.map(locked::and).orElse(locked));
    }
    return new Lock(all, choices, libraries);
  }

  /// With choices that were made besides, or made anew.
  public Lock choosing(Map<String, String> made) {
    var all = new HashMap<>(choices);
    all.putAll(made);
    return new Lock(repositories, all, libraries);
  }

  /// As if those of these names had never been fetched.
  public Lock without(Collection<String> names) {
    return new Lock(
        repositories.stream().filter(locked -> !names.contains(locked.name())).toList(),
        choices,
        libraries);
  }

  /// With libraries of a CUDA folder besides.
  public Lock holding(Collection<RecipeFile> taken) {
    var all = new ArrayList<>(taken);
    for (var known : libraries) {
      if (taken.stream().noneMatch(file -> file.path().equals(known.path()))) {
        all.add(known);
      }
    }
    return new Lock(repositories, choices, all);
  }
}

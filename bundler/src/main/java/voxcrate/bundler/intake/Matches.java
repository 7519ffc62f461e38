package voxcrate.bundler.intake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import voxcrate.bundle.recipe.RecipeRepository;

/// Which files of a foreign tree may be files that recipes want.
final class Matches {
  /// What the hub's client keeps beside the snapshots of a model; nobody misses it.
  private static final Pattern BESIDE_SNAPSHOTS =
      Pattern.compile("(.*/)?models--[^/]+/(blobs|refs|trees|\\.no_exist)/.*");

  /// What other programs keep for themselves.
  private static final Pattern NOTES =
      Pattern.compile(
          "(.*/)?(\\.locks|\\.voxcrate|\\.cache/huggingface)/.*"
              + "|(.*/)?(CACHEDIR\\.TAG|version\\.txt|\\.DS_Store|\\._[^/]*)");

  private final List<RecipeRepository> known;
  private final Map<String, List<String>> knownByLastName;
  private final Map<WantedFile, List<Candidate>> candidates = new LinkedHashMap<>();
  private final List<NotTaken> others;

  private Matches(List<RecipeRepository> known, List<NotTaken> unusable) {
    this.known = known;
    this.knownByLastName = byLastName(known.stream().map(RecipeRepository::name));
    this.others = new ArrayList<>(unusable);
  }

  private static Map<String, List<String>> byLastName(Stream<String> names) {
    return names
        .distinct()
        .collect(Collectors.groupingBy(name -> name.substring(name.indexOf('/') + 1)));
  }

  /// Of which of the repositories `names` there seem to be files.
  static Set<String> repositories(
      Inventory inventory, List<String> surroundings, List<String> names) {
    var byLastName = byLastName(names.stream());
    return inventory.files().stream()
        .flatMap(file -> Place.of(surroundings, file, byLastName).stream())
        .map(Place::repository)
        .collect(Collectors.toSet());
  }

  static Matches of(Inventory inventory, List<String> surroundings, List<RecipeRepository> known) {
    var matches = new Matches(known, inventory.unusable());
    for (var file : inventory.files()) {
      var reason = matches.match(file, Place.of(surroundings, file, matches.knownByLastName));
      reason
          .filter(_ -> !isBookkeeping(surroundings, file))
          .ifPresent(why -> matches.others.add(new NotTaken(file.path(), why)));
    }
    return matches;
  }

  private static boolean isBookkeeping(List<String> surroundings, ForeignFile file) {
    var whole = String.join("/", surroundings) + "/" + file.path();
    return BESIDE_SNAPSHOTS.matcher(whole).matches() || NOTES.matcher(file.path()).matches();
  }

  /// @return why it is none of those that are wanted
  private Optional<String> match(ForeignFile file, Optional<Place> place) {
    var reasons = new HashSet<String>();
    boolean matched = false;
    for (var repository : known) {
      if (place.isPresent() && repository.name().equals(place.get().repository())) {
        var reason = match(file, place.get(), repository);
        matched |= reason.isEmpty();
        reason.ifPresent(reasons::add);
      }
    }
    if (matched) {
      return Optional.empty();
    }
    return Optional.of(reasons.isEmpty() ? "of no known recipe" : String.join("; ", reasons));
  }

  private Optional<String> match(ForeignFile file, Place place, RecipeRepository repository) {
    var wanted =
        repository.files().stream()
            .filter(candidate -> candidate.path().value().equals(place.path()))
            .findFirst();
    if (wanted.isEmpty()) {
      return Optional.of("no recipe wants this file of " + repository.name());
    }
    boolean sameCommit = place.commit().filter(repository.commit()::equals).isPresent();
    // The same bytes may be there at another commit too; without a pin nobody could tell.
    if (place.commit().isPresent() && !sameCommit && wanted.get().sha256().isEmpty()) {
      return Optional.of("of another commit than " + repository.commit());
    }
    var goal = new WantedFile(repository, wanted.get());
    candidates
        .computeIfAbsent(goal, _ -> new ArrayList<>())
        .add(new Candidate(goal, file, sameCommit));
    return Optional.empty();
  }

  /// In the order in which they are to be tried; none where the tree has no such file.
  List<Candidate> candidates(WantedFile wanted) {
    return candidates.getOrDefault(wanted, List.of());
  }

  /// Those of which something was found, in the order of the recipes.
  List<RecipeRepository> repositories() {
    Set<RecipeRepository> found =
        candidates.keySet().stream().map(WantedFile::repository).collect(Collectors.toSet());
    return known.stream().filter(found::contains).distinct().toList();
  }

  List<NotTaken> others() {
    return List.copyOf(others);
  }
}

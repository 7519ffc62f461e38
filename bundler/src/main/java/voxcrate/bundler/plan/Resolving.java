package voxcrate.bundler.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.PipelineParts;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.bundle.recipe.Revision;
import voxcrate.bundle.recipe.WantedRepository;
import voxcrate.bundler.hub.HubCode;
import voxcrate.bundler.lock.Lock;
import voxcrate.bundler.lock.LockedRepository;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Puts a [Resolution] together, recipe by recipe.
final class Resolving {
  private final Resolver.OpenQuestions open;
  private final Pins pins;
  private final Lock lock;

  private final Map<String, RecipeRepository> settled = new LinkedHashMap<>();
  private final Map<String, Revision.Named> followed = new HashMap<>();
  private final Map<String, String> pinnedBy = new HashMap<>();
  private final Map<String, PipelineParts> parts = new HashMap<>();
  private final List<RecipeRepository> unread = new ArrayList<>();

  Resolving(Resolver.OpenQuestions open, Pins pins, Lock lock) {
    this.open = open;
    this.pins = pins;
    this.lock = lock;
  }

  Resolution resolution() {
    return new Resolution(List.copyOf(settled.values()), followed, pinnedBy, parts, unread);
  }

  void add(Recipe recipe) throws InterruptedException {
    for (var wanted : recipe.repositories()) {
      add(recipe, wanted);
    }
    for (var wanted : recipe.repositories()) {
      var repository = settled.get(wanted.name());
      if (wanted.role() == Role.PIPELINE && repository != null && !isWhole(recipe, repository)) {
        addParts(recipe, repository);
      }
    }
  }

  private void add(Recipe recipe, WantedRepository wanted) throws InterruptedException {
    var held = pins.hold(lock.hold(wanted));
    var pinned = held.pinned();
    var repository = pinned.isPresent() ? pinned.get() : open.settle(held);
    settled.merge(repository.name(), repository, Resolving::merged);
    if (wanted.revision() instanceof Revision.Named named) {
      followed.put(wanted.name(), named);
    }
    pins.pinnedBy(recipe, wanted).ifPresent(by -> pinnedBy.putIfAbsent(wanted.name(), by));
  }

  /// Whether the recipe says itself where both models of the pipeline are: in other repositories,
  /// or in folders of this one.
  private static boolean isWhole(Recipe recipe, RecipeRepository pipeline) {
    return List.of(Role.SEGMENTATION, Role.EMBEDDING).stream()
        .allMatch(
            role ->
                recipe.repositories().stream().anyMatch(other -> other.role() == role)
                    || pipeline.files().stream()
                        .anyMatch(file -> file.path().value().startsWith(role.word() + "/")));
  }

  private void addParts(Recipe recipe, RecipeRepository pipeline) throws InterruptedException {
    if (pipeline.isLocal()) {
      throw withoutParts(recipe, pipeline);
    }
    var locked = lockedParts(pipeline);
    var found = locked.isPresent() ? locked.map(LockedRepository::parts) : open.parts(pipeline);
    if (found.isEmpty()) {
      unread.add(pipeline);
      return;
    }
    parts.put(pipeline.name(), found.get());
    for (var part : found.get().repositories()) {
      add(recipe, part);
    }
    if (!found.get().folders().isEmpty()) {
      var all = locked.isPresent() ? locked.get().files() : open.files(pipeline);
      settled.merge(
          pipeline.name(), pipeline.with(below(found.get().folders(), all)), Resolving::merged);
    }
  }

  private static ToolException withoutParts(Recipe recipe, RecipeRepository pipeline) {
    return new ToolException(
        Problem.of(
                HubCode.RECIPE_UNUSABLE,
                "A pipeline of your own without its models",
                "looking at the recipe " + recipe.name(),
                pipeline.name() + ", and no segmentation or no embedding beside it",
                "name both in the same recipe, of your own or of the hub: docs/recipes.md")
            .expecting("repositories of the roles segmentation and embedding"));
  }

  private Optional<LockedRepository> lockedParts(RecipeRepository pipeline) {
    return lock.find(pipeline.name())
        .filter(known -> known.commit().hex().equals(pipeline.commit()))
        .filter(known -> !known.parts().equals(PipelineParts.NONE));
  }

  private static List<RecipeFile> below(List<RelativePath> folders, List<RecipeFile> files) {
    return files.stream()
        .filter(
            file ->
                folders.stream()
                    .anyMatch(folder -> file.path().value().startsWith(folder.value() + "/")))
        .toList();
  }

  /// Two recipes may want different files of one repository, at one commit.
  private static RecipeRepository merged(RecipeRepository first, RecipeRepository second) {
    if (!first.commit().equals(second.commit())) {
      throw PinComparison.differs(
          first, "two recipes", "commit " + second.commit(), "commit " + first.commit());
    }
    return first.with(second.files());
  }
}

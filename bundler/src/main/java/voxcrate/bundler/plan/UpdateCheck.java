package voxcrate.bundler.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.Revision;
import voxcrate.bundle.recipe.WantedRepository;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.TreeEntry;
import voxcrate.bundler.lock.Lock;
import voxcrate.bundler.lock.LockedRepository;

/// Looks what is newer at the hub than in the lock. Changes nothing and needs no access.
public final class UpdateCheck {
  private final HubFacts hub;
  private final Pins pins = Pins.of(RecipeCatalog.builtIn());

  public UpdateCheck(HubClient client) {
    this.hub = new HubFacts(client);
  }

  /// One for each repository of the hub that `recipes` want.
  public List<RepositoryUpdate> compare(Collection<Recipe> recipes, Lock lock)
      throws InterruptedException {
    Map<String, RepositoryUpdate> updates = new LinkedHashMap<>();
    for (var recipe : recipes) {
      for (var wanted : recipe.repositories()) {
        if (wanted.isLocal()) {
          continue;
        }
        var locked = lock.find(wanted.name());
        updates.put(wanted.name(), compare(wanted, locked, pins.pinnedBy(recipe, wanted)));
        for (var part : parts(locked)) {
          var lockedPart = lock.find(part.name());
          updates.put(part.name(), compare(part, lockedPart, pins.pinnedBy(recipe, part)));
        }
      }
    }
    return List.copyOf(updates.values());
  }

  /// What a locked pipeline names besides the recipe.
  private static List<WantedRepository> parts(Optional<LockedRepository> locked) {
    return locked.map(known -> known.parts().repositories()).orElse(List.of());
  }

  private RepositoryUpdate compare(
      WantedRepository wanted, Optional<LockedRepository> locked, Optional<String> pinnedBy)
      throws InterruptedException {
    var followed = wanted.revision() instanceof Revision.Named named ? named : Revision.MAIN;
    var now = new Settlement(hub, wanted.at(followed)).settle();
    var atHub = new Revision.Commit(now.commit());
    boolean moved = locked.isPresent() && !locked.get().commit().equals(atHub);
    return new RepositoryUpdate(
        wanted.name(),
        locked.map(LockedRepository::commit),
        followed,
        atHub,
        pinnedBy,
        moved ? changes(locked.get(), now) : List.of());
  }

  private List<FileChange> changes(LockedRepository before, RecipeRepository now)
      throws InterruptedException {
    var listed = hub.files(now.name(), now.commit());
    var changes = new ArrayList<FileChange>();
    for (var file : before.files()) {
      change(file, listed.get(file.path())).ifPresent(changes::add);
    }
    for (var file : now.files()) {
      if (before.file(file.path()).isEmpty()) {
        changes.add(new FileChange(file.path(), OptionalLong.empty(), size(listed, file.path())));
      }
    }
    return changes;
  }

  private static OptionalLong size(Map<RelativePath, TreeEntry> listed, RelativePath path) {
    var entry = listed.get(path);
    return entry == null ? OptionalLong.empty() : entry.content().sizeBytes();
  }

  private static Optional<FileChange> change(RecipeFile before, @Nullable TreeEntry now) {
    if (now == null) {
      return Optional.of(new FileChange(before.path(), before.sizeBytes(), OptionalLong.empty()));
    }
    var stated = now.content();
    boolean same =
        before.sizeBytes().equals(stated.sizeBytes())
            && agree(before.sha256(), stated.sha256())
            && agree(before.gitBlob(), stated.gitBlob());
    return same
        ? Optional.empty()
        : Optional.of(new FileChange(before.path(), before.sizeBytes(), stated.sizeBytes()));
  }

  /// A digest that one side does not know says nothing.
  private static <T> boolean agree(Optional<T> before, Optional<T> now) {
    return before.isEmpty() || now.isEmpty() || before.equals(now);
  }
}

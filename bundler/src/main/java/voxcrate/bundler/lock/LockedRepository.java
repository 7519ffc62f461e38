package voxcrate.bundler.lock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.PipelineParts;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.Revision;
import voxcrate.bundle.recipe.UsualFiles;
import voxcrate.bundle.recipe.WantedRepository;

/// One repository as it was fetched.
///
/// @param followed the branch or tag that meant this commit at the time; empty where the recipe
///     named the commit itself
/// @param parts what a pipeline's `config.yaml` names, where a recipe wanted that
/// @param files sorted by path; size and SHA-256 of each are known
/// @param local whether it is a model that the site keeps itself
public record LockedRepository(
    String name,
    Revision.Commit commit,
    Optional<Revision.Named> followed,
    boolean gated,
    String licence,
    PipelineParts parts,
    List<RecipeFile> files,
    boolean local) {
  private static final Comparator<RecipeFile> BY_PATH =
      Comparator.comparing(file -> file.path().value());

  public LockedRepository {
    files = files.stream().sorted(BY_PATH).toList();
    if (files.isEmpty() || !files.stream().allMatch(RecipeFile::isExact)) {
      throw new IllegalArgumentException("files without size or SHA-256: " + name);
    }
  }

  /// One of the hub.
  public LockedRepository(
      String name,
      Revision.Commit commit,
      Optional<Revision.Named> followed,
      boolean gated,
      String licence,
      PipelineParts parts,
      List<RecipeFile> files) {
    this(name, commit, followed, gated, licence, parts, files, false);
  }

  public Optional<RecipeFile> file(RelativePath path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }

  /// What `wanted` leaves open, settled as it was at the time.
  ///
  /// @throws voxcrate.problem.ToolException where the recipe says something else
  WantedRepository hold(WantedRepository wanted) {
    requireRevision(wanted);
    return new WantedRepository(
        name,
        wanted.role(),
        commit,
        wanted.gated().or(() -> Optional.of(gated)),
        wanted.licence().or(() -> Optional.of(licence)),
        wanted.files().isEmpty()
            ? usualFor(wanted)
            : wanted.files().stream().map(this::held).toList(),
        wanted.source());
  }

  /// Everything that is locked, unless that was fetched for another role; then it stays open.
  private List<RecipeFile> usualFor(WantedRepository wanted) {
    var usual = UsualFiles.of(wanted.role());
    return usual.choose(files.stream().map(RecipeFile::path).toList()).isEmpty()
        ? List.of()
        : files;
  }

  private void requireRevision(WantedRepository wanted) {
    switch (wanted.revision()) {
      case Revision.Commit pinned when !pinned.equals(commit) ->
          throw Disagreement.of(name, "commit " + commit, "commit " + pinned);
      case Revision.Commit _ -> {}
      case Revision.Named named -> {
        var before = followed.orElse(Revision.MAIN);
        if (!named.equals(before)) {
          throw Disagreement.of(name, "revision " + before, "revision " + named);
        }
      }
    }
  }

  private RecipeFile held(RecipeFile wanted) {
    return file(wanted.path()).map(locked -> held(wanted, locked)).orElse(wanted);
  }

  /// A pin of the recipe and the lock say the same, or one of them is wrong.
  private RecipeFile held(RecipeFile wanted, RecipeFile locked) {
    if (wanted.sizeBytes().isPresent() && !wanted.sizeBytes().equals(locked.sizeBytes())) {
      throw Disagreement.of(
          name + "/" + wanted.path(),
          locked.sizeBytes().getAsLong() + " bytes",
          wanted.sizeBytes().getAsLong() + " bytes");
    }
    if (wanted.sha256().isPresent() && !wanted.sha256().equals(locked.sha256())) {
      throw Disagreement.of(
          name + "/" + wanted.path(),
          locked.sha256().orElseThrow().toString(),
          wanted.sha256().get().toString());
    }
    return new RecipeFile(
        wanted.path(), locked.sizeBytes(), locked.sha256(), wanted.gitBlob().or(locked::gitBlob));
  }

  /// This and what `before`, the same repository, knows besides.
  LockedRepository and(LockedRepository before) {
    if (!commit.equals(before.commit)) {
      return this;
    }
    var all = new ArrayList<RecipeFile>();
    files.forEach(
        file -> all.add(before.file(file.path()).filter(file::hasContentOf).orElse(file)));
    before.files.stream().filter(file -> file(file.path()).isEmpty()).forEach(all::add);
    return new LockedRepository(
        name,
        commit,
        followed.or(before::followed),
        gated,
        licence,
        parts.equals(PipelineParts.NONE) ? before.parts : parts,
        all,
        local);
  }
}

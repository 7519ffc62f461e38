package voxcrate.bundle.recipe;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.bundle.recipe.Revision.Commit;

/// What a recipe says of one repository. It may leave things open; those are settled at
/// the first fetch, and from then on the lock file knows them.
///
/// @param name `ORG/NAME`
/// @param gated whether a person has to agree to the authors' terms; empty where the hub is to say
/// @param licence SPDX identifier, such as `CC-BY-4.0`; empty where the hub is to say
/// @param files what is wanted of the repository; empty for what is usual for the role
/// @param source where they come from
public record WantedRepository(
    String name,
    Role role,
    Revision revision,
    Optional<Boolean> gated,
    Optional<String> licence,
    List<RecipeFile> files,
    Source source) {

  private static final Pattern FORM = Pattern.compile("(?<name>[^@]+)(@(?<revision>.*))?");

  public WantedRepository {
    files = List.copyOf(files);
    RecipeRepository.requireName(name);
    if (!files.isEmpty()) {
      RecipeRepository.requireUsable(name, files);
    }
  }

  /// One of the hub.
  public WantedRepository(
      String name,
      Role role,
      Revision revision,
      Optional<Boolean> gated,
      Optional<String> licence,
      List<RecipeFile> files) {
    this(name, role, revision, gated, licence, files, Source.HUB);
  }

  /// One that a site keeps itself. It leaves nothing open, because there is nobody to ask.
  ///
  /// @throws IllegalArgumentException where size or SHA-256 of a file is missing
  static WantedRepository local(
      String name, Role role, String licence, List<RecipeFile> files, Source.Folder source) {
    for (var file : files) {
      if (!file.isExact()) {
        throw new IllegalArgumentException(
            file.path() + " of " + name + " needs 'size' and 'sha256': nobody else knows them");
      }
    }
    return new WantedRepository(
        name, role, ContentId.of(files), Optional.of(false), Optional.of(licence), files, source);
  }

  /// Whether the site keeps it itself, so that no hub is asked.
  public boolean isLocal() {
    return source instanceof Source.Folder;
  }

  /// Nothing is said but which repository and what for.
  public static WantedRepository named(String name, Role role, Revision revision) {
    return new WantedRepository(
        name, role, revision, Optional.empty(), Optional.empty(), List.of());
  }

  /// Reads `ORG/NAME` or `ORG/NAME@REVISION`; empty where `text` is something else.
  public static Optional<WantedRepository> parse(String text, Role role) {
    var form = FORM.matcher(text);
    if (!form.matches() || !RecipeRepository.isName(form.group("name"))) {
      return Optional.empty();
    }
    return Revision.parse(form.group("revision"))
        .map(revision -> named(form.group("name"), role, revision));
  }

  public static WantedRepository of(RecipeRepository pinned) {
    return new WantedRepository(
        pinned.name(),
        pinned.role(),
        new Commit(pinned.commit()),
        Optional.of(pinned.gated()),
        Optional.of(pinned.licence()),
        pinned.files(),
        pinned.source());
  }

  /// Bytes of those files whose size is known.
  public long knownBytes() {
    return files.stream().mapToLong(file -> file.sizeBytes().orElse(0)).sum();
  }

  /// The same at another revision; nothing is known of its files then but their paths.
  public WantedRepository at(Revision other) {
    return new WantedRepository(
        name,
        role,
        other,
        gated,
        licence,
        files.stream().map(file -> RecipeFile.named(file.path())).toList());
  }

  /// The same without anything left open; empty where something is.
  public Optional<RecipeRepository> pinned() {
    return revision instanceof Commit(var hex)
            && gated.isPresent()
            && licence.isPresent()
            && !files.isEmpty()
        ? Optional.of(
            new RecipeRepository(name, hex, gated.get(), licence.get(), role, files, source))
        : Optional.empty();
  }
}

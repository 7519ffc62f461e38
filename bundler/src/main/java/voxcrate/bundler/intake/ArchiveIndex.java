package voxcrate.bundler.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import voxcrate.problem.ToolException;

/// The entries of an archive, as they are met. Whatever no honest archive holds ends the reading at
/// once; links are led to their files by names alone, so nothing outside the archive is touched.
final class ArchiveIndex {
  private static final int MAX_HOPS = 8;

  private final Path archive;
  private final List<String> surroundings;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private sealed interface Entry {
    record Content(long sizeBytes) implements Entry {}

    /// @param target from the root of the archive
    record Link(String target) implements Entry {}

    record Left(String reason) implements Entry {}
  }

  ArchiveIndex(Path archive, List<String> surroundings) {
    this.archive = archive;
    this.surroundings = surroundings;
  }

  void file(String name, long sizeBytes) {
    add(name, new Entry.Content(sizeBytes));
  }

  /// A file that is there and that we cannot read.
  void left(String name, String reason) {
    add(name, new Entry.Left(reason));
  }

  /// @param target from the folder that the link is in
  void symbolicLink(String name, String target) {
    var place = EntryName.linked(plain(name), plainTarget(name, target));
    add(name, new Entry.Link(place.orElseThrow(() -> leadsOut(name))));
  }

  /// @param target from the root of the archive
  void hardLink(String name, String target) {
    add(name, new Entry.Link(plain(target)));
  }

  /// Only its name matters.
  void folder(String name) {
    requireHarmless(name);
  }

  ToolException refusal(String name, String found) {
    return IntakeProblems.hostile(archive, name, found);
  }

  private ToolException leadsOut(String name) {
    return refusal(name, "a link that leads out of the archive");
  }

  private String plainTarget(String name, String target) {
    if (target.isEmpty() || target.chars().anyMatch(Character::isISOControl)) {
      throw refusal(name, "a link with a control character or no target");
    }
    return target;
  }

  private String plain(String name) {
    requireHarmless(name);
    return EntryName.plain(name);
  }

  private void requireHarmless(String name) {
    EntryName.hostility(name)
        .ifPresent(
            found -> {
              throw refusal(name, found);
            });
  }

  private void add(String name, Entry entry) {
    if (entries.size() >= ForeignTree.MAX_ENTRIES) {
      throw IntakeProblems.hostile(
          archive, "", "more than " + ForeignTree.MAX_ENTRIES + " entries");
    }
    if (entries.putIfAbsent(plain(name), entry) != null) {
      throw refusal(name, "two entries of the same name");
    }
  }

  /// What the archive holds, once all entries are known.
  Inventory inventory() {
    var files = new ArrayList<ForeignFile>();
    var unusable = new ArrayList<NotTaken>();
    for (var name : entries.keySet()) {
      requireNoLinkAbove(name);
      var defect = EntryName.defect(name).or(() -> left(name));
      if (defect.isPresent()) {
        unusable.add(new NotTaken(EntryName.shown(name), defect.get()));
      } else {
        found(name).ifPresent(files::add);
      }
    }
    return new Inventory(files, unusable);
  }

  /// A file below a link would be written through it by whoever unpacks.
  private void requireNoLinkAbove(String name) {
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      if (entries.get(name.substring(0, slash)) instanceof Entry.Link) {
        throw refusal(name, "an entry that lies below a link");
      }
    }
  }

  /// Why the file that `name` means cannot be read; empty where it can, or is a link to a folder.
  private Optional<String> left(String name) {
    return switch (entries.get(end(name))) {
      case Entry.Left(var reason) -> Optional.of(reason);
      case Entry.Content _ -> Optional.empty();
      case Entry.Link _ -> Optional.of("links that lead in a circle");
      case null -> isFolder(end(name)) ? Optional.empty() : Optional.of("a link to nothing");
    };
  }

  private boolean isFolder(String name) {
    return entries.keySet().stream().anyMatch(inside -> inside.startsWith(name + "/"));
  }

  private Optional<ForeignFile> found(String name) {
    var end = end(name);
    return entries.get(end) instanceof Entry.Content(var sizeBytes)
        ? Optional.of(new ForeignFile(name, end, sizeBytes, blobName(name)))
        : Optional.empty();
  }

  private Optional<String> blobName(String name) {
    return entries.get(name) instanceof Entry.Link(var target)
        ? BlobName.in(String.join("/", surroundings) + "/" + target)
        : Optional.empty();
  }

  /// Where the links from `name` end; a link still, where they do not.
  private String end(String name) {
    var at = name;
    for (int hop = 0; hop < MAX_HOPS; hop++) {
      if (!(entries.get(at) instanceof Entry.Link(var target))) {
        return at;
      }
      at = target;
    }
    return at;
  }
}

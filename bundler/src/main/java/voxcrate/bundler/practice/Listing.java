package voxcrate.bundler.practice;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.Digest;
import voxcrate.json.Json;

/// The entries of one repository as the tree, the path and the model answers show them.
final class Listing {
  private static final String MASK = "*".repeat(64);
  static final String LAST_MODIFIED = "2026-11-01T12:00:00.000Z";

  private final PracticeRepository repository;
  private final Faults faults;
  private final boolean masked;
  private final boolean expanded;

  /// @param masked whether the digests of large files are hidden: so for those without access
  /// @param expanded whether each entry tells its last commit too
  Listing(PracticeRepository repository, Faults faults, boolean masked, boolean expanded) {
    this.repository = repository;
    this.faults = faults;
    this.masked = masked || faults.take(Fault.HashesMasked.class).isPresent();
    this.expanded = expanded;
  }

  /// The entries below `folder`, which is empty for the root; none where there is no such folder.
  List<Json> below(String folder, boolean recursive) {
    var prefix = folder.isEmpty() ? "" : folder + "/";
    var folders = new LinkedHashSet<String>();
    var entries = new ArrayList<Json>();
    for (var file : repository.files()) {
      if (!file.path().startsWith(prefix)) {
        continue;
      }
      var missing = foldersOf(prefix, file.path());
      for (var inner : recursive ? missing : missing.stream().limit(1).toList()) {
        if (folders.add(inner)) {
          entries.add(folder(inner));
        }
      }
      if (recursive || missing.isEmpty()) {
        entries.add(file(file));
      }
    }
    if (folder.isEmpty()) {
      entries.addAll(invented());
    }
    return entries;
  }

  /// The file or folder at `path`.
  Optional<Json> at(String path) {
    var file = repository.file(path);
    if (file.isPresent()) {
      return file.map(this::file);
    }
    boolean isFolder =
        repository.files().stream().anyMatch(inside -> inside.path().startsWith(path + "/"));
    return isFolder ? Optional.of(folder(path)) : Optional.empty();
  }

  /// One entry of the `siblings` of a model; with `blobs`, sizes and digests too. The key is
  /// `sha256` here and `oid` in the tree.
  Json sibling(PracticeFile file, boolean blobs) {
    var entry = Json.object().put("rfilename", file.path());
    if (blobs) {
      entry.put("size", file.sizeBytes()).put("blobId", file.blobId());
      file.sha256().ifPresent(sha256 -> entry.put("lfs", large(file, sha256, "sha256")));
    }
    return entry.build();
  }

  private Json file(PracticeFile file) {
    var entry =
        Json.object()
            .put("type", "file")
            .put("oid", file.blobId())
            .put("size", file.sizeBytes())
            .put("path", file.path());
    file.sha256().ifPresent(sha256 -> entry.put("lfs", large(file, sha256, "oid")));
    file.xet().ifPresent(xet -> entry.put("xetHash", masked ? MASK : xet.hash().hex()));
    return expand(entry).build();
  }

  private Json large(PracticeFile file, Digest sha256, String digestName) {
    return Json.object()
        .put(digestName, masked ? MASK : listed(file, sha256).hex())
        .put("size", file.sizeBytes())
        .put("pointerSize", GitObjects.pointer(sha256, file.sizeBytes()).length())
        .build();
  }

  private Digest listed(PracticeFile file, Digest sha256) {
    return faults
        .take(Fault.ListedDigestDiffers.class, fault -> Faults.meets(fault.file(), file.path()))
        .map(_ -> Digest.of("not " + sha256.hex()))
        .orElse(sha256);
  }

  private Json folder(String path) {
    var entry =
        Json.object()
            .put("type", "directory")
            .put("oid", GitObjects.sha1("tree " + repository.commit() + path))
            .put("size", 0)
            .put("path", path);
    return expand(entry).build();
  }

  private Json.Builder expand(Json.Builder entry) {
    if (expanded) {
      entry.put(
          "lastCommit",
          Json.object()
              .put("id", repository.commit())
              .put("title", "Upload of a practice folder")
              .put("date", LAST_MODIFIED)
              .build());
    }
    return entry;
  }

  private List<Json> invented() {
    var entries = new ArrayList<Json>();
    for (var fault : faults.all(Fault.ListedPath.class)) {
      entries.add(inventedFile(fault.path()));
    }
    for (var fault : faults.all(Fault.MoreEntries.class)) {
      for (int i = 0; i < fault.count(); i++) {
        entries.add(inventedFile("padding/%06d".formatted(i)));
      }
    }
    return entries;
  }

  private Json inventedFile(String path) {
    return Json.object()
        .put("type", "file")
        .put("oid", GitObjects.blobId(""))
        .put("size", 0)
        .put("path", path)
        .build();
  }

  /// The folders between `prefix` and the name of the file, outermost first.
  private static List<String> foldersOf(String prefix, String path) {
    var folders = new ArrayList<String>();
    int slash = path.indexOf('/', prefix.length());
    while (slash >= 0) {
      folders.add(path.substring(0, slash));
      slash = path.indexOf('/', slash + 1);
    }
    return folders;
  }
}

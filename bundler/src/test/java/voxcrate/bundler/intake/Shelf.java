package voxcrate.bundler.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.GitBlobId;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.RecipeRepository.Role;

/// One small repository, as recipes know it and as people keep it: weights pinned by size and
/// SHA-256, a configuration pinned by git's id, a card that only the commit pins.
final class Shelf {
  static final String NAME = "acme/segmentation";
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  static final String OTHER_COMMIT = "f".repeat(40);
  static final String WEIGHTS = "parts/pytorch_model.bin";
  static final String CONFIG = "config.yaml";
  static final String CARD = "README.md";

  private Shelf() {}

  static Map<String, byte[]> files() {
    var weights = new byte[300_000];
    new Random(3).nextBytes(weights);
    return new TreeMap<>(
        Map.of(
            WEIGHTS, weights,
            CONFIG, "task: practice\n".getBytes(StandardCharsets.UTF_8),
            CARD, "# A card\n".getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] content(String path) {
    return Objects.requireNonNull(files().get(path));
  }

  static GitBlobId gitBlob(byte[] content) {
    var hash = GitBlobId.newHash(content.length);
    hash.update(content);
    return GitBlobId.of(hash);
  }

  static RecipeRepository repository() {
    var weights = content(WEIGHTS);
    return new RecipeRepository(
        NAME,
        COMMIT,
        true,
        "MIT",
        Role.SEGMENTATION,
        List.of(
            new RecipeFile(
                new RelativePath(WEIGHTS),
                OptionalLong.of(weights.length),
                Optional.of(Digest.of(weights)),
                Optional.empty()),
            new RecipeFile(
                new RelativePath(CONFIG),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.of(gitBlob(content(CONFIG)))),
            new RecipeFile(
                new RelativePath(CARD), OptionalLong.empty(), Optional.empty(), Optional.empty())));
  }

  /// `ROOT/FILE`, as the `torch/pyannote/NAME` folders of other tools.
  static Path plain(Path root) throws IOException {
    for (var file : files().entrySet()) {
      write(root.resolve(file.getKey()), file.getValue());
    }
    return root;
  }

  /// `ROOT/models--ORG--NAME`, as the hub's own client lays it out.
  static Path hubCache(Path root, String commit) throws IOException {
    var model = root.resolve("models--" + NAME.replace("/", "--"));
    for (var file : files().entrySet()) {
      var large = file.getKey().equals(WEIGHTS);
      var id = large ? Digest.of(file.getValue()).hex() : gitBlob(file.getValue()).hex();
      var blob = write(model.resolve("blobs").resolve(id), file.getValue());
      var link = model.resolve("snapshots").resolve(commit).resolve(file.getKey());
      var around = Files.createDirectories(Objects.requireNonNull(link.getParent()));
      Files.createSymbolicLink(link, around.relativize(blob));
    }
    write(model.resolve("refs/main"), commit.getBytes(StandardCharsets.US_ASCII));
    write(root.resolve("CACHEDIR.TAG"), new byte[0]);
    return root;
  }

  static Path write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  interface TarWriter {
    void write(TarArchiveOutputStream tar) throws IOException;
  }

  static Path tar(Path file, boolean gzip, TarWriter writer) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream packed = gzip ? new GZIPOutputStream(out) : out;
        var tar = new TarArchiveOutputStream(packed, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      writer.write(tar);
    }
    return file;
  }

  static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
    var entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  /// @param kind a flag of [org.apache.commons.compress.archivers.tar.TarConstants]
  static void putSpecial(TarArchiveOutputStream tar, String name, byte kind, String target)
      throws IOException {
    var entry = new TarArchiveEntry(name, kind, true);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  interface ZipWriter {
    void write(ZipArchiveOutputStream zip) throws IOException;
  }

  static Path zip(Path file, ZipWriter writer) throws IOException {
    try (var zip = new ZipArchiveOutputStream(file)) {
      writer.write(zip);
    }
    return file;
  }

  static void put(ZipArchiveOutputStream zip, String name, int mode, byte[] content)
      throws IOException {
    var entry = new ZipArchiveEntry(name);
    if (mode != 0) {
      entry.setUnixMode(mode);
    }
    zip.putArchiveEntry(entry);
    zip.write(content);
    zip.closeArchiveEntry();
  }

  /// Packs `folder` as people do, links as links.
  static Path packed(Path folder, Path archive, String prefix) throws IOException {
    try (var walk = Files.walk(folder)) {
      var paths = walk.filter(path -> !Files.isDirectory(path) || isLink(path)).sorted().toList();
      return archive.toString().endsWith(".zip")
          ? zip(archive, zip -> pack(folder, paths, prefix, zip))
          : tar(
              archive,
              !archive.toString().endsWith(".tar"),
              tar -> pack(folder, paths, prefix, tar));
    }
  }

  private static boolean isLink(Path path) {
    return Files.isSymbolicLink(path);
  }

  private static void pack(Path folder, List<Path> paths, String prefix, TarArchiveOutputStream tar)
      throws IOException {
    for (var path : paths) {
      var name = prefix + folder.relativize(path);
      if (isLink(path)) {
        putSpecial(tar, name, TarArchiveEntry.LF_SYMLINK, "" + Files.readSymbolicLink(path));
      } else {
        put(tar, name, Files.readAllBytes(path));
      }
    }
  }

  private static void pack(Path folder, List<Path> paths, String prefix, ZipArchiveOutputStream zip)
      throws IOException {
    for (var path : paths) {
      var name = prefix + folder.relativize(path);
      if (isLink(path)) {
        var target = Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8);
        put(zip, name, 0120777, target);
      } else {
        put(zip, name, 0100644, Files.readAllBytes(path));
      }
    }
  }
}

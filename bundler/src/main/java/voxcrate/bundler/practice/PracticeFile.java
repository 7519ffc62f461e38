package voxcrate.bundler.practice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import voxcrate.bundle.Digest;
import voxcrate.bundler.practice.xet.XetFile;

/// A file of a practice repository with the digests a hub states for it.
///
/// @param path inside the repository, `/`-separated
/// @param blobId git's id of the content, or of the pointer text where `sha256` is present
/// @param sha256 present for files in large file storage
/// @param xet how the file lies in Xet storage, where it does; there lie large files only
public record PracticeFile(
    String path,
    Path source,
    long sizeBytes,
    String blobId,
    Optional<Digest> sha256,
    Optional<XetFile> xet) {
  /// Larger files go to large file storage whatever their name; the hub demands it from 10 MB on.
  private static final long LARGE_BYTES = 10_000_000;

  private static final Set<String> LARGE_KINDS =
      Set.of("bin", "onnx", "safetensors", "npz", "npy", "pt", "ckpt", "h5", "gz", "tar", "zip");

  /// @param inXet whether a large file lies in Xet storage; an empty one never does
  static PracticeFile read(Path repository, Path source, boolean inXet) throws IOException {
    var path = repository.relativize(source).toString().replace('\\', '/');
    long size = Files.size(source);
    if (!isLarge(path, size)) {
      return new PracticeFile(
          path, source, size, GitObjects.blobId(source), Optional.empty(), Optional.empty());
    }
    var digest = Digest.of(source);
    var blobId = GitObjects.blobId(GitObjects.pointer(digest, size));
    var xet = inXet && size > 0 ? Optional.of(XetFile.read(source)) : Optional.<XetFile>empty();
    return new PracticeFile(path, source, size, blobId, Optional.of(digest), xet);
  }

  private static boolean isLarge(String path, long sizeBytes) {
    var kind = path.substring(path.lastIndexOf('.') + 1);
    return sizeBytes >= LARGE_BYTES || LARGE_KINDS.contains(kind);
  }

  /// The digest that a download states as its `ETag`.
  String contentId() {
    return sha256.map(Digest::hex).orElse(blobId);
  }

  /// The name of a large file on the content origin, and its `ETag` there: 64 digits that are not
  /// its SHA-256, but its name in Xet storage, or one like that. Nobody may take a digest from the
  /// second answer.
  String storageName() {
    return xet.map(file -> file.hash().hex())
        .orElseGet(() -> Digest.of("storage name of " + contentId()).hex());
  }

  /// Licence and card in the root can be read without passing the gate.
  boolean isExemptFromGate() {
    return switch (path) {
      case "README.md", "LICENSE", "LICENSE.md", "LICENSE.txt" -> true;
      default -> false;
    };
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}

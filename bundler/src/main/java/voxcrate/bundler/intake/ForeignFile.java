package voxcrate.bundler.intake;

import java.util.List;
import java.util.Optional;

/// A regular file in a foreign tree.
///
/// @param path where it is found, `/`-separated, from the root of the tree; fit for a terminal
/// @param content where its bytes are, as [ForeignTree#read] wants it; several paths may lead there
/// @param blobName the name of the file in a `blobs` folder that the path is a link to: the hub's
///     client names it by the digest that the hub has stated
record ForeignFile(String path, String content, long sizeBytes, Optional<String> blobName) {
  List<String> segments() {
    return List.of(path.split("/", -1));
  }
}

package voxcrate.bundler.cuda;

import voxcrate.bundle.Digest;

/// A published file whose content is known before it is fetched.
///
/// @param path where its publisher has it, `/` between its parts
public record PinnedFile(String path, long sizeBytes, Digest sha256) {
  /// The last part of the path.
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}

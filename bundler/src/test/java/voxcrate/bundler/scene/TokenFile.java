package voxcrate.bundler.scene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A token in a file, as `--token-file` wants it.
public final class TokenFile {
  private TokenFile() {}

  /// `folder/token`, which only its owner may read.
  public static Path in(Path folder, String token) throws IOException {
    return write(folder.resolve("token"), token);
  }

  /// Any file that holds one.
  public static Path write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}

package voxcrate.bundler.cuda;

import java.net.URI;
import java.nio.file.Path;

/// Where Maven artefacts are.
public sealed interface MavenPlace {
  /// A repository on this machine, such as the one that Maven itself keeps.
  record Folder(Path root) implements MavenPlace {}

  /// @param address of the repository's root, with a slash at its end
  record Repository(URI address) implements MavenPlace {}
}

package voxcrate.bundle.recipe;

import java.nio.file.Path;

/// Where the files of a repository come from.
public sealed interface Source {
  Source HUB = new Hub();

  /// The hub, by name and commit.
  record Hub() implements Source {}

  /// A folder of this machine or its network: a model that a site keeps itself. No hub is asked.
  record Folder(Path path) implements Source {}
}

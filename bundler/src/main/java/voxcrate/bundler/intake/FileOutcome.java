package voxcrate.bundler.intake;

import voxcrate.bundler.download.CachedFile;

/// What came of looking for a wanted file in a foreign tree.
public sealed interface FileOutcome {
  /// One or two words, for lists and programs.
  String word();

  /// Copied into the cache and right.
  ///
  /// @param pinned whether its SHA-256 is pinned; else it was held against git's id or the digest
  ///     that the hub's client had noted
  record Taken(CachedFile file, String from, boolean pinned) implements FileOutcome {
    @Override
    public String word() {
      return "taken";
    }
  }

  /// In the cache already, and right.
  record Present(CachedFile file) implements FileOutcome {
    @Override
    public String word() {
      return "there";
    }
  }

  /// Something else than what it should be; it was not kept.
  record Wrong(String from, String found, String expected) implements FileOutcome {
    @Override
    public String word() {
      return "wrong";
    }
  }

  /// Found, but there is nothing to hold it against; it was not taken.
  record Unproven(String from) implements FileOutcome {
    @Override
    public String word() {
      return "unproven";
    }
  }

  record Missing() implements FileOutcome {
    @Override
    public String word() {
      return "missing";
    }
  }
}

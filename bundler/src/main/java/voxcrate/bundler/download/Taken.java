package voxcrate.bundler.download;

/// What came of taking content from elsewhere.
public sealed interface Taken {
  /// It is in the cache.
  record Right(CachedFile file) implements Taken {}

  /// Nothing of it was kept.
  record Wrong(String found, String expected) implements Taken {}
}

package voxcrate.bundle.oms;

import voxcrate.bundle.Digest;

/// One thing in which a model's folder is not what was signed.
public sealed interface Difference {
  /// Within the model's folder; may hold any character that a file system allows.
  String path();

  record Altered(String path, Digest found, Digest signed) implements Difference {}

  record Missing(String path) implements Difference {}

  /// Something that no signature covers: a file, a link, a folder without a signed file in it.
  record Added(String path, String kind) implements Difference {}

  /// A signed file whose rights are not those of plain data, or that is no file any more.
  record NotPlain(String path, String found) implements Difference {}

  /// A signed file that cannot be read.
  record Unreadable(String path, String reason) implements Difference {}
}

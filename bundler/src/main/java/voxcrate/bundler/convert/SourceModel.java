package voxcrate.bundler.convert;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A model as its authors publish it, in a folder.
///
/// @param name the hub's name, `ORG/NAME`
/// @param revision the hub's commit; null for a local folder
/// @param licence SPDX identifier
/// @param folder with the files as in the repository
public record SourceModel(String name, @Nullable String revision, String licence, Path folder) {}

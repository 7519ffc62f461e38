package voxcrate.bundler.plan;

import java.util.OptionalLong;
import voxcrate.bundle.RelativePath;

/// A file that is not the same at two commits.
///
/// @param before bytes of the file that is locked; empty where it is new
/// @param after bytes of the file that the hub has; empty where it is gone
public record FileChange(RelativePath path, OptionalLong before, OptionalLong after) {}

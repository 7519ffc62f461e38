package voxcrate.bundler.download;

import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;

/// A complete file in the model cache.
public record CachedFile(RelativePath path, long sizeBytes, Digest sha256) {}

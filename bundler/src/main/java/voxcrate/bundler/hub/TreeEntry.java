package voxcrate.bundler.hub;

/// A file as a listing names it.
///
/// @param path as the hub sent it: not yet known to be safe
public record TreeEntry(String path, StatedContent content) {}

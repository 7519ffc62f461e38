package voxcrate.bundler.intake;

/// Something in a foreign tree that was left where it is.
///
/// @param path fit for a terminal
public record NotTaken(String path, String reason) {}

package voxcrate.engine.transcription;

/// @param number in the model's vocabulary
/// @param text of the token alone, with the space before it; a character whose bytes are spread
///     over several tokens is the replacement character in each
public record TextToken(int number, String text) {}

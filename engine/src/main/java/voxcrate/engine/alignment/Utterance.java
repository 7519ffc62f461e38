package voxcrate.engine.alignment;

/// A text and the stretch of the recording in which it is said.
///
/// @param language code such as `en`, which tells whether blanks part the words
public record Utterance(double startSeconds, double endSeconds, String text, String language) {}

package voxcrate.engine.transcription.decoding;

/// A text goes on.
///
/// @param parent number of the text among those of the step before
record Continuation(int parent, int token) {}

package voxcrate.engine.alignment;

/// The frames in which one character of a text is said.
///
/// @param token number of the character among those that were aligned
/// @param endFrame the first frame behind it
/// @param score mean probability of the frames
record LabelSpan(int token, int startFrame, int endFrame, double score) {}

package voxcrate.engine.score;

import java.util.Set;

/// A stretch in which nobody starts or stops.
///
/// @param spoken who speaks, by the reference
/// @param found who speaks, by what was found
record Piece(double seconds, Set<String> spoken, Set<String> found) {}

package voxcrate.engine.audio.stream;

/// What a recording lacks that was decoded nevertheless.
///
/// @param fromSeconds where the first loss begins
/// @param missingSeconds length of all losses together: inside the recording silence stands for
///     them, at its end nothing does; 0 where the file does not say how long it should be
/// @param places how many losses there are
/// @param found what was found at the first of them
public record Damage(double fromSeconds, double missingSeconds, int places, String found) {}

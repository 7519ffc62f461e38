package voxcrate.engine.bench;

/// One stage of a measured run.
///
/// @param seconds it took; of stages that ran on several threads at once those of all together
/// @param peakBytes of memory up to the stage's end
public record StageFigure(String stage, double seconds, long peakBytes) {}

package voxcrate.engine.bench;

import java.util.OptionalDouble;

/// One stage of a measured run. Stages that overlap or take turns have one load and one peak.
///
/// @param seconds it took; of stages that ran on several threads at once those of all together
/// @param processors that were busy on average
/// @param cardPercent of the time in which the card was busy; empty without one
/// @param peakBytes of memory up to the stage's end
public record StageFigure(
    String stage, double seconds, double processors, OptionalDouble cardPercent, long peakBytes) {}

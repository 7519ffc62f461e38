package voxcrate.engine.bench;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import voxcrate.json.Json;

/// What a measured run came to.
///
/// @param audioSeconds heard
/// @param wallSeconds from the first sample to the last turn or word; loading comes before it
/// @param cpuSeconds of all threads in that time
/// @param stages in order; reading, segmentation and voices overlap
/// @param peakBytes of memory, loading included
public record BenchReport(
    double audioSeconds,
    double loadingSeconds,
    double wallSeconds,
    double cpuSeconds,
    int speakers,
    List<StageFigure> stages,
    long peakBytes) {
  private static final double MB = 1e6;

  public BenchReport {
    stages = List.copyOf(stages);
  }

  /// Seconds of processing for a second of audio.
  public double realTimeFactor() {
    return wallSeconds / audioSeconds;
  }

  /// A table for people.
  ///
  /// @param models that ran
  /// @param target they ran on
  public String table(List<String> models, String target) {
    try (var text = new Formatter(Locale.ROOT)) {
      text.format("%s on %s, %.1f s of sound\n", String.join(", ", models), target, audioSeconds);
      text.format(
          "%-16s %9s %12s %11s %7s %14s\n",
          "stage", "seconds", "real time x", "processors", "card", "peak memory");
      for (var figure : stages) {
        var card = figure.cardPercent();
        text.format(
            "%-16s %9.2f %12.3f %11.2f %7s %11.0f MB\n",
            figure.stage(),
            figure.seconds(),
            figure.seconds() / audioSeconds,
            figure.processors(),
            card.isPresent() ? Math.round(card.getAsDouble()) + " %" : "-",
            figure.peakBytes() / MB);
      }
      text.format(
          "loading %.2f s; then wall %.2f s, CPU %.2f s, %d speakers\n",
          loadingSeconds, wallSeconds, cpuSeconds, speakers);
      text.format("real-time factor %.3f, peak memory %.0f MB", realTimeFactor(), peakBytes / MB);
      return text.toString();
    }
  }

  /// The same for programs; its form is numbered.
  public Json.Obj document(List<String> models, String target) {
    return Json.object()
        .put("_type", "voxcrate-bench/1")
        .put("models", Json.strings(models))
        .put("target", target)
        .put("audio_ms", millis(audioSeconds))
        .put("loading_ms", millis(loadingSeconds))
        .put("wall_ms", millis(wallSeconds))
        .put("cpu_ms", millis(cpuSeconds))
        .put("speakers", speakers)
        .put("peak_bytes", peakBytes)
        .put("stages", stages.stream().map(BenchReport::document).collect(Json.toArray()))
        .build();
  }

  private static Json document(StageFigure figure) {
    var document =
        Json.object()
            .put("stage", figure.stage())
            .put("ms", millis(figure.seconds()))
            .put("processor_percent", Math.round(100 * figure.processors()))
            .put("peak_bytes", figure.peakBytes());
    figure.cardPercent().ifPresent(percent -> document.put("card_percent", Math.round(percent)));
    return document.build();
  }

  private static long millis(double seconds) {
    return Math.round(1000 * seconds);
  }
}

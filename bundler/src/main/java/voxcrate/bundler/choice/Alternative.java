package voxcrate.bundler.choice;

import java.util.stream.Collectors;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundler.hub.AccessReport;

/// One of the recipes of a choice.
///
/// @param report where somebody stands at its gates
public record Alternative(Recipe recipe, AccessReport report) {
  boolean isGranted() {
    return report.isGranted();
  }

  /// Neither open nor closed: the hub could not be asked.
  boolean isUndecided() {
    return !report.isGranted() && !report.isClosed();
  }

  /// `diarization-3.1: pyannote/segmentation-3.0 terms not accepted`.
  String standing() {
    return recipe.name()
        + ": "
        + report.closed().stream()
            .map(access -> access.repository().name() + " " + access.status().word())
            .collect(Collectors.joining(", "));
  }

  /// The pages behind which a person opens what is closed.
  String pages() {
    return report.closed().stream()
        .map(access -> report.address().page(access.repository().name()).toString())
        .collect(Collectors.joining(" and "));
  }
}

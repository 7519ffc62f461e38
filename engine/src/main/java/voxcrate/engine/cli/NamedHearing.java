package voxcrate.engine.cli;

import java.util.List;
import voxcrate.engine.output.OutputFolder;

/// What one result is made of.
///
/// @param name of the result's files
record NamedHearing(Hearing hearing, String name) {
  /// Named in order, whoever is done first.
  static List<NamedHearing> of(List<Hearing> hearings, OutputFolder output) {
    return hearings.stream()
        .map(hearing -> new NamedHearing(hearing, output.nameFor(hearing.files())))
        .toList();
  }
}

package voxcrate.engine.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// What one result is made of: a file, or several of one time line.
record Hearing(List<Path> files) {
  Hearing {
    files = List.copyOf(files);
  }

  /// As people read it.
  String label() {
    return files.stream()
        .map(file -> file.getFileName().toString())
        .collect(Collectors.joining(" + "));
  }
}

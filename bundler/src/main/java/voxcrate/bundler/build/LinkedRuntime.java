package voxcrate.bundler.build;

import java.io.IOException;
import java.nio.file.Path;
import voxcrate.bundler.pack.Programs;
import voxcrate.bundler.runtime.RuntimeImage;
import voxcrate.progress.ProgressListener;

/// The Java runtime that travels: the one that was packed with the bundler, else a fresh one.
final class LinkedRuntime {
  private LinkedRuntime() {}

  /// @param jdk home of the JDK to link from
  /// @param work where a fresh one is made; must stay as long as it is used
  static Path of(Programs programs, Path jdk, Path work, String task, ProgressListener progress)
      throws IOException {
    var packed = programs.runtime();
    if (packed.isPresent()) {
      return packed.get();
    }
    progress.note(task, "linking the Java runtime");
    var linked = work.resolve("runtime");
    RuntimeImage.make(jdk, linked);
    return linked;
  }
}

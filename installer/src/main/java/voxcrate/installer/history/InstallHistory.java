package voxcrate.installer.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import voxcrate.installer.layout.InstallLayout;

/// All that the log of an installation holds, oldest first.
///
/// @param unreadable lines that are not ours or are cut short: said, never hidden
public record InstallHistory(List<LogEntry> entries, int unreadable) {
  public InstallHistory {
    entries = List.copyOf(entries);
  }

  /// @return no entries where there is no log
  public static InstallHistory of(InstallLayout layout) throws IOException {
    var entries = new ArrayList<LogEntry>();
    int unreadable = read(layout.installLog(), entries) + read(layout.refusalLog(), entries);
    // Stable: what has the same time stays in the order in which it was written.
    entries.sort(Comparator.comparing(LogEntry::time));
    return new InstallHistory(entries, unreadable);
  }

  private static int read(Path file, List<LogEntry> entries) throws IOException {
    int unreadable = 0;
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      // Damaged bytes become characters that no entry has.
      try (var in =
          new BufferedReader(
              new java.io.InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
        for (var line = in.readLine(); line != null; line = in.readLine()) {
          var entry = LogEntry.parse(line);
          entry.ifPresent(entries::add);
          unreadable += entry.isPresent() || line.isBlank() ? 0 : 1;
        }
      }
    }
    return unreadable;
  }
}

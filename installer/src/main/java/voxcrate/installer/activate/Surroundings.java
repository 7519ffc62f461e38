package voxcrate.installer.activate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import voxcrate.installer.change.Changes;
import voxcrate.installer.layout.InstallLayout;

/// What lies around the releases and outlives them: launchers, settings, the link to the models,
/// the
/// folder for transcripts.
public final class Surroundings {
  private static final List<String> PROGRAMS = List.of("voxcrate", "voxcrate-installer");
  private static final String SETTINGS =
      """
      # Read by voxcrate. No token is needed here.
      MODEL_CACHE_DIR=models
      MIN_SPEAKERS=1
      MAX_SPEAKERS=20
      LANGUAGE=auto
      """;

  private final InstallLayout layout;

  public Surroundings(InstallLayout layout) {
    this.layout = layout;
  }

  /// Makes what is missing; the operator's own settings stay.
  public void prepare(Changes changes) throws IOException {
    changes.ownFolder(layout.launchers(), "rwxr-xr-x");
    for (var program : PROGRAMS) {
      changes.replace(
          layout.launchers().resolve(program), launcher(program).getBytes(UTF_8), "rwxr-xr-x");
    }
    changes.link(layout.models(), Path.of("current", "models"));
    if (!Files.exists(layout.settings())) {
      changes.replace(layout.settings(), SETTINGS.getBytes(UTF_8), "rw-r--r--");
    }
    changes.ownFolder(layout.derived(), "rwxr-xr-x");
    changes.ownFolder(layout.log(), "rwxr-xr-x");
    // Transcripts concern nobody but whoever made them.
    changes.folder(layout.data(), "rwx------");
  }

  /// Launchers that are missing, or are not what [#prepare] makes.
  public List<String> changedLaunchers() throws IOException {
    var changed = new ArrayList<String>();
    for (var program : PROGRAMS) {
      var file = layout.launchers().resolve(program);
      if (!Files.isReadable(file) || !Files.readString(file).equals(launcher(program))) {
        changed.add(program);
      }
    }
    return changed;
  }

  /// Removes what [#prepare] has made; a file that somebody has changed since is theirs.
  public void remove() throws IOException {
    for (var program : PROGRAMS) {
      Files.deleteIfExists(layout.launchers().resolve(program));
    }
    if (Files.isSymbolicLink(layout.models())) {
      Files.delete(layout.models());
    }
    if (Files.isRegularFile(layout.settings(), LinkOption.NOFOLLOW_LINKS)
        && Files.readString(layout.settings()).equals(SETTINGS)) {
      Files.delete(layout.settings());
    }
  }

  private static String launcher(String program) throws IOException {
    try (InputStream in = Surroundings.class.getResourceAsStream("prefix-launcher")) {
      if (in == null) {
        throw new IllegalStateException("the installer was built without its launcher");
      }
      return new String(in.readAllBytes(), UTF_8).replace("@PROGRAM@", program);
    }
  }
}

package voxcrate.installer.activate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import voxcrate.files.Durable;
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
  public void prepare() throws IOException {
    Files.createDirectories(layout.launchers());
    for (var program : PROGRAMS) {
      var launcher = launcher(program);
      var file = layout.launchers().resolve(program);
      if (!Files.exists(file) || !Files.readString(file).equals(launcher)) {
        Durable.write(file, launcher.getBytes(UTF_8), "rwxr-xr-x");
      }
    }
    Activator.replaceLink(layout.models(), Path.of("current", "models"));
    if (!Files.exists(layout.settings())) {
      Durable.write(layout.settings(), SETTINGS.getBytes(UTF_8), "rw-r--r--");
    }
    Files.createDirectories(layout.data());
    Files.createDirectories(layout.log());
    Durable.syncFolder(layout.prefix());
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

package voxcrate.bundler.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import voxcrate.bundle.archive.BundleContent;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;
import voxcrate.bundler.pack.Release;

/// The software in a release: libraries, native files, the Java runtime.
///
/// @param jars in the order of their paths
/// @param natives of the engine
/// @param runtime its files, without the licences' texts
/// @param java what the runtime says of itself
record SoftwareParts(
    List<Jar> jars, List<ReleaseFile> natives, List<ReleaseFile> runtime, JavaRuntime java) {
  private static final String RUNTIME = "runtime/";
  private static final String LEGAL = RUNTIME + "legal/";
  private static final String NATIVE = "engine/native/";
  private static final String RELEASE_FILE = RUNTIME + "release";

  record Jar(ReleaseFile file, Library library) {
    String name() {
      return nameOf(file);
    }
  }

  /// @param version such as `25.0.3+9-LTS`
  /// @param vendor who built it
  /// @param sources where they are
  record JavaRuntime(String version, String vendor, String sources) {}

  /// @throws voxcrate.problem.ToolException when a jar's licence is not known
  static SoftwareParts of(Release release) throws IOException {
    var jars = new ArrayList<Jar>();
    var natives = new ArrayList<ReleaseFile>();
    var runtime = new ArrayList<ReleaseFile>();
    for (var file : release.files()) {
      var path = file.path().value();
      if (path.startsWith(RUNTIME)) {
        if (!path.startsWith(LEGAL)) {
          runtime.add(file);
        }
      } else if (path.endsWith(".jar")) {
        jars.add(new Jar(file, Library.of(nameOf(file))));
      } else if (path.startsWith(NATIVE)) {
        natives.add(file);
      }
    }
    return new SoftwareParts(jars, natives, runtime, java(runtime));
  }

  static String nameOf(ReleaseFile file) {
    var path = file.path().value();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static JavaRuntime java(List<ReleaseFile> runtime) throws IOException {
    var said = new Properties();
    for (var file : runtime) {
      if (file.path().value().equals(RELEASE_FILE)) {
        load(file.content(), said);
      }
    }
    return new JavaRuntime(
        value(said, "JAVA_RUNTIME_VERSION", value(said, "JAVA_VERSION", "unknown")),
        value(said, "IMPLEMENTOR", "unknown"),
        value(said, "SOURCE_REPO", "https://github.com/openjdk/jdk")
            + value(said, "SOURCE", "").replace(".:git:", ", commit "));
  }

  private static void load(BundleContent content, Properties said) throws IOException {
    try (var in = content.open()) {
      said.load(in);
    }
  }

  private static String value(Properties said, String name, String otherwise) {
    return said.getProperty(name, otherwise).replace("\"", "");
  }
}

package voxcrate.installer.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.archive.BundleWriter.Written;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.installer.TestBundle;

/// What all scenarios share: two signed bundles on a medium, keys on paper, and something beside
/// that nobody may touch.
final class Grounds {
  private static final List<Integer> SEQUENCES = List.of(7, 8);

  /// Makes the start-up cache that it is asked for, as the real one would.
  private static final String RUNTIME =
      """
      #!/bin/sh
      for word; do
        case $word in
          -XX:AOTCacheOutput=*) echo cache > "${word#*=}" ;;
        esac
      done
      """;

  /// A script beside a prefix, which the self-test of each release there runs.
  static final String DISTURBANCE = "disturbance.sh";

  private final Path folder;
  private final Map<Integer, Written> bundles = new LinkedHashMap<>();
  private final Path key;
  private final Path secondKey;

  private Grounds(Path folder) throws IOException {
    this.folder = folder;
    for (int sequence : SEQUENCES) {
      bundles.put(sequence, small(sequence).writeTo(folder.resolve("stick")));
    }
    key = TestBundle.keyFile(folder.resolve("paper"), TestBundle.KEY);
    secondKey = TestBundle.keyFile(folder.resolve("second"), SigningKey.generate());
    Files.writeString(folder.resolve("bystander"), "not yours");
  }

  static Grounds in(Path folder) throws IOException {
    return new Grounds(Files.createDirectories(folder));
  }

  private TestBundle small(int sequence) {
    return new TestBundle(sequence)
        .selfTest("if [ -e %1$s ]; then . %1$s; fi; exit 0".formatted("../../../" + DISTURBANCE))
        .file("docs/only " + sequence + ".txt", "only in " + sequence)
        // Large enough to be written past the page cache.
        .file("models/large.onnx", (sequence + " weights ").repeat(110_000))
        .largeVolumes()
        .file("engine/lib/engine-1.jar", "code")
        .program("runtime/bin/java", RUNTIME);
  }

  /// Everything here may only be read.
  Path folder() {
    return folder;
  }

  Path bundle(int sequence) {
    return written(sequence).folder();
  }

  Path key() {
    return key;
  }

  Path secondKey() {
    return secondKey;
  }

  String release(int sequence) {
    return TestBundle.releaseName(written(sequence));
  }

  /// The sequence of the release of this name; -1 where it is none of ours.
  int sequence(String release) {
    return SEQUENCES.stream()
        .filter(sequence -> release(sequence).equals(release))
        .findFirst()
        .orElse(-1);
  }

  /// Every file of a release: rights and digest by path, as the manifest has it.
  Map<String, String> files(int sequence) {
    var files = new TreeMap<String, String>();
    for (Manifest.Entry entry : written(sequence).manifest().entries()) {
      files.put(entry.path().toString(), rights(entry.mode()) + " " + entry.digest().hex());
    }
    return files;
  }

  private static String rights(Mode mode) {
    return switch (mode) {
      case FILE -> "r--r--r--";
      case EXECUTABLE -> "r-xr-xr-x";
    };
  }

  private Written written(int sequence) {
    return java.util.Objects.requireNonNull(bundles.get(sequence));
  }
}

package voxcrate.bundle.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.archive.BundleContent.InText;
import voxcrate.bundle.archive.BundleSource;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;
import voxcrate.bundle.archive.BundleSource.SideFile;
import voxcrate.bundle.archive.BundleWriter;
import voxcrate.bundle.archive.BundleWriter.Written;
import voxcrate.bundle.archive.VolumeLimit;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.progress.ProgressListener;

/// A small bundle with everything a bundle can have: several volumes and chunks, an empty file, a
/// content carried once for two paths, a path that needs an extended header, side files.
final class SampleBundle {
  static final Instant CREATED = Instant.parse("2026-11-21T00:00:00Z");
  static final VolumeLimit LIMIT = new VolumeLimit(1024, 3);
  static final SigningKey KEY = SigningKey.generate();
  static final String LONG_PATH = "docs/" + "d".repeat(120) + "/" + "n".repeat(120);

  private SampleBundle() {}

  static TrustedKeys trusted() {
    return new TrustedKeys(List.of(KEY.verifyingKey()), 1);
  }

  static List<ReleaseFile> files() {
    return List.of(
        file("bin/voxcrate", Mode.EXECUTABLE, "#!/bin/sh\nexit 0\n"),
        file("engine/lib/engine.jar", Mode.FILE, "x".repeat(5000)),
        file("engine/lib/empty.txt", Mode.FILE, ""),
        file("models/a/model.onnx", Mode.FILE, "weights".repeat(300)),
        file("models/b/model.onnx", Mode.FILE, "weights".repeat(300)),
        file("models/b/other.onnx", Mode.FILE, "WEIGHTS".repeat(300)),
        file(LONG_PATH, Mode.FILE, "deep"),
        file("docs/\u00fcber.md", Mode.FILE, "\u00fc"));
  }

  static ReleaseFile file(String path, Mode mode, String content) {
    return new ReleaseFile(new RelativePath(path), mode, new InText(content));
  }

  static BundleSource source(List<ReleaseFile> files) {
    return new BundleSource(
        "1.0.0",
        37,
        30,
        CREATED,
        null,
        Platform.LINUX_X64,
        "0.1.0",
        List.of(
            new Component("model:a/b", new RelativePath("models/a"), "0".repeat(40), "MIT", true),
            new Component("engine", new RelativePath("engine"), null, "Apache-2.0", false)),
        files,
        List.of(
            new SideFile("read-me-first.txt", new InText("for people")),
            new SideFile("bootstrap-linux-x64.tar", new InText("b".repeat(3000)))));
  }

  static Written write(Path folder) throws IOException {
    return write(folder, files(), List.of(KEY));
  }

  static Written write(Path folder, List<ReleaseFile> files, List<SigningKey> keys)
      throws IOException {
    return new BundleWriter(LIMIT, new ArrayList<>(keys), ProgressListener.SILENT)
        .write(source(files), folder);
  }
}

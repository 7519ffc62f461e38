package voxcrate.installer.stage;

import java.io.IOException;
import java.nio.file.Files;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.files.Durable;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.progress.ProgressListener;

/// Reads a bundle once and makes it a release: contents into the store, then the tree beside the
/// other releases, then its name.
///
/// A release that is there already is verified and mended instead.
public final class Stager {
  private final InstallLayout layout;
  private final ProgressListener progress;

  public Stager(InstallLayout layout, ProgressListener progress) {
    this.layout = layout;
    this.progress = progress;
  }

  /// What staging did.
  ///
  /// @param fresh whether the release was not there before
  /// @param changed how many of its files had to be put there
  public record Staged(String release, boolean fresh, int changed) {}

  /// @throws voxcrate.problem.ToolException at the first byte that is not the signed one; then
  ///     everything that was added is gone again
  public Staged stage(OpenedBundle bundle) throws IOException {
    var name = bundle.releaseName();
    var target = layout.release(name);
    try (var store = new StoreSink(layout)) {
      bundle.read(store, progress);
      var tree = new ReleaseTree(layout, bundle.manifest());
      boolean fresh = !Files.exists(target);
      int changed = fresh ? layOutAside(tree, name) : tree.layOut(target);
      keepEvidence(bundle);
      store.keep();
      return new Staged(name, fresh, changed);
    }
  }

  private int layOutAside(ReleaseTree tree, String name) throws IOException {
    var staging = layout.staging(name);
    try {
      int files = tree.layOut(staging);
      Durable.move(staging, layout.release(name));
      return files;
    } finally {
      Durable.deleteTree(staging);
    }
  }

  private void keepEvidence(OpenedBundle bundle) throws IOException {
    var folder = Files.createDirectories(layout.evidence(bundle.releaseName()));
    Durable.write(folder.resolve("bundle.json"), bundle.manifestBytes(), "r--r--r--");
    for (var signature : bundle.signatures()) {
      Durable.write(folder.resolve(signature.file()), signature.signature(), "r--r--r--");
    }
    Durable.syncFolder(folder);
  }
}

package voxcrate.installer.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.files.Durable;
import voxcrate.installer.change.Changes;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.progress.ProgressListener;

/// Reads a bundle once and makes it a release: contents into the store, then the tree beside the
/// other releases, then its name.
///
/// A release that is there already is verified and mended instead.
public final class Stager {
  private static final String RIGHTS = "rwxr-xr-x";

  private final InstallLayout layout;
  private final Changes changes;
  private final boolean readBack;
  private final ProgressListener progress;

  /// @param readBack whether new contents are read again from the disk, where that can be done past
  ///     the page cache
  public Stager(
      InstallLayout layout, Changes changes, boolean readBack, ProgressListener progress) {
    this.layout = layout;
    this.changes = changes;
    this.readBack = readBack;
    this.progress = progress;
  }

  /// What staging did.
  ///
  /// @param fresh whether the release was not there before
  /// @param changed how many of its files had to be put there
  public record Staged(String release, boolean fresh, int changed) {}

  /// Happens once, before a file of a release changes that is there already.
  @FunctionalInterface
  public interface BeforeMending {
    void run() throws IOException;
  }

  /// @throws voxcrate.problem.ToolException at the first byte that is not the signed one
  public Staged stage(OpenedBundle bundle, BeforeMending before) throws IOException {
    var name = bundle.releaseName();
    var target = layout.release(name);
    boolean replaced;
    try (var store = new StoreSink(layout, bundle.manifest().entries(), changes, readBack)) {
      bundle.read(store, progress);
      store.finish();
      replaced = store.hasReplaced();
    }
    var tree = new ReleaseTree(layout, bundle.manifest());
    boolean fresh = !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    int changed = fresh ? layOutAside(tree, name) : mend(tree, name, before);
    if (replaced || !fresh) {
      new OtherReleases(layout, name).takeOver(bundle.manifest());
    }
    keepEvidence(bundle);
    return new Staged(name, fresh, changed);
  }

  private int layOutAside(ReleaseTree tree, String name) throws IOException {
    changes.ownFolder(layout.releases(), RIGHTS);
    changes.inside(layout.releases());
    var staging = layout.staging(name);
    changes.undoneBy(() -> Durable.deleteTree(staging));
    int files = tree.layOut(staging, () -> {});
    changes.undoneBy(() -> Durable.deleteTree(layout.release(name)));
    Durable.move(staging, layout.release(name));
    return files;
  }

  private int mend(ReleaseTree tree, String name, BeforeMending before) throws IOException {
    return tree.layOut(
        layout.release(name),
        () -> {
          before.run();
          dropStartupCache(layout, name);
        });
  }

  /// The start-up cache of a release goes before a file of the release changes: Java 25.0.3
  /// does not notice a changed jar (JDK-8377932) and would go on running what the cache has of it.
  static void dropStartupCache(InstallLayout layout, String release) throws IOException {
    if (Files.exists(layout.derived(release))) {
      Durable.deleteTree(layout.derived(release));
      Durable.syncFolder(layout.derived());
    }
  }

  private void keepEvidence(OpenedBundle bundle) throws IOException {
    changes.ownFolder(layout.evidence(), RIGHTS);
    var folder = changes.ownFolder(layout.evidence(bundle.releaseName()), RIGHTS);
    changes.replace(folder.resolve("bundle.json"), bundle.manifestBytes(), "r--r--r--");
    for (var signature : bundle.signatures()) {
      changes.replace(folder.resolve(signature.file()), signature.signature(), "r--r--r--");
    }
  }
}

package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.archive.BundleWriter.Written;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.bundler.build.BundleBuild.Built;
import voxcrate.bundler.medium.Medium;
import voxcrate.bundler.medium.MediumCopy;
import voxcrate.cli.Console;
import voxcrate.files.Durable;

/// Where a bundle is built, and how it gets from there to the folder that was asked for: a medium
/// is written when all is done, and read back; a folder of this machine needs no way.
final class Destination implements AutoCloseable {
  private final Path folder;
  private final @Nullable Medium medium;

  private Destination(Path folder, @Nullable Medium medium) {
    this.folder = folder;
    this.medium = medium;
  }

  /// @param out the folder that was asked for
  /// @param caches what goes to a medium is built beside the models: there is room for them
  static Destination of(Path out, CacheOptions caches) throws IOException {
    if (!Files.isDirectory(out)) {
      return new Destination(out, null);
    }
    var medium = Medium.of(out);
    return medium.isCarried()
        ? new Destination(workshop(caches.folder()), medium)
        : new Destination(out, null);
  }

  private static Path workshop(Path cache) throws IOException {
    return Files.isDirectory(cache)
        ? Files.createTempDirectory(cache, ".voxcrate-bundle-")
        : Files.createTempDirectory("voxcrate-bundle-");
  }

  /// Where to build.
  Path folder() {
    return folder;
  }

  /// Carries the bundle to the medium, where there is one; its card must not lie there.
  Built deliver(Built built, TrustedKeys keys, Console console) throws IOException {
    if (medium == null) {
      return built;
    }
    var bundle = OpenedBundle.open(built.bundle().folder(), keys);
    var carried = new MediumCopy(bundle, keys, medium, console.progress()).write();
    var written = built.bundle();
    return new Built(
        new Written(carried.folder(), written.id(), written.manifest(), written.sums()),
        kept(built.card()),
        built.accessPage().isPresent()
            ? Optional.of(kept(built.accessPage().get()))
            : Optional.empty(),
        built.models(),
        built.awaited());
  }

  /// What is for paper stays in the folder that the command was given in.
  private static Path kept(Path page) throws IOException {
    return Files.move(
        page, Path.of(String.valueOf(page.getFileName())), StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    if (medium != null) {
      Durable.deleteTree(folder);
    }
  }
}

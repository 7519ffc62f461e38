package voxcrate.bundler.medium;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.List;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.bundler.pack.BootstrapArchive;
import voxcrate.files.Durable;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Installs a bundle as an operator will, from its bootstrap and with stock tools, in a folder of
/// its own and without a network; the installer's self-test is the proof. Nothing of it stays.
public final class Rehearsal {
  private static final String TASK = "rehearsing";

  private final Path folder;
  private final OpenedBundle bundle;
  private final ProgressListener progress;

  /// @param folder of the bundle
  /// @param bundle the same, verified as far as its signatures
  public Rehearsal(Path folder, OpenedBundle bundle, ProgressListener progress) {
    this.folder = folder;
    this.bundle = bundle;
    this.progress = progress;
  }

  /// What the installer said at its end.
  public record Rehearsed(String release, String output) {}

  /// @param space folder in which a release is laid out for the time of the rehearsal
  /// @throws ToolException when the bundle does not install and pass its self-test
  public Rehearsed run(Path space) throws IOException, InterruptedException {
    var sandbox = Sandbox.find();
    var work = Files.createTempDirectory(space, ".voxcrate-rehearsal-");
    try {
      progress.note(TASK, "taking out the bootstrap");
      takeOutBootstrap(work);
      require(sandbox.run(work, List.of("tar", "xf", BootstrapArchive.NAME)), "unpacking");
      progress.note(TASK, "installing without a network, and trying what is installed");
      var ended = sandbox.run(work, installation(work));
      require(ended, "installing");
      return new Rehearsed(bundle.releaseName(), ended.output());
    } finally {
      Durable.deleteTree(work);
    }
  }

  private List<String> installation(Path work) throws IOException {
    return List.of(
        work.resolve("voxcrate-installer").toString(),
        "install",
        folder.toRealPath().toString(),
        "--prefix",
        work.toRealPath().resolve("installed").toString(),
        "--yes",
        "--progress",
        "none");
  }

  /// What the operator does by hand: copy first, then compare the copy.
  private void takeOutBootstrap(Path work) throws IOException {
    var hash = Digest.newHash();
    var file = bootstrap();
    try (var in = new DigestInputStream(Channels.newInputStream(bundle.open(file)), hash)) {
      Files.copy(in, work.resolve(file.name()));
    }
    bundle.require(file, Digest.of(hash));
  }

  private StickFile bootstrap() {
    return bundle.files().stream()
        .filter(file -> file.name().equals(BootstrapArchive.NAME))
        .findFirst()
        .orElseThrow(() -> failed("looking for the bootstrap", "no " + BootstrapArchive.NAME));
  }

  private void require(Sandbox.Ended ended, String doing) {
    if (ended.status() != 0) {
      throw failed(doing, "status " + ended.status() + "\n" + ended.output().strip());
    }
  }

  private ToolException failed(String doing, String found) {
    return new ToolException(
        Problem.of(
            MediumCode.REHEARSAL_FAILED,
            "The bundle does not install",
            doing + " " + folder,
            found,
            "do not carry this bundle; what the installer says above tells what to mend",
            "then build again"));
  }
}

package voxcrate.bundler.medium;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.bundle.volume.BundleFolder;
import voxcrate.files.Durable;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// Carries a bundle to a medium, into `voxcrate-SEQUENCE`, and proves that it is there.
///
/// What lies there already and is whole is kept, what is damaged is written again; nothing else on
/// the medium is touched. The manifest comes last: a copy that was cut short is no bundle.
public final class MediumCopy {
  private static final String COPYING = "writing the medium";
  private static final String READING = "reading the medium back";
  private static final int BUFFER_BYTES = 1 << 20;

  private final OpenedBundle bundle;
  private final TrustedKeys keys;
  private final Medium medium;
  private final Path target;
  private final ProgressListener progress;
  private final MediumReader reader;
  private boolean uncached = true;

  /// @param bundle verified as far as its signatures
  /// @param keys that signed it
  public MediumCopy(
      OpenedBundle bundle, TrustedKeys keys, Medium medium, ProgressListener progress) {
    this(bundle, keys, medium, MediumReader.PAST_MEMORY, progress);
  }

  MediumCopy(
      OpenedBundle bundle,
      TrustedKeys keys,
      Medium medium,
      MediumReader reader,
      ProgressListener progress) {
    this.bundle = bundle;
    this.keys = keys;
    this.medium = medium;
    this.target = medium.folder().resolve("voxcrate-" + bundle.manifest().sequence());
    this.reader = reader;
    this.progress = progress;
  }

  /// A bundle on the medium, read back and found whole.
  ///
  /// @param folder on the medium
  /// @param written bytes that were written now
  /// @param kept names of files that were there already
  /// @param uncached false where the file system could only be read through this machine's memory
  public record Carried(Path folder, long written, List<String> kept, boolean uncached) {}

  /// @throws ToolException when the medium cannot take the bundle, when the bundle is not whole, or
  ///     when another comes back than was written
  public Carried write() {
    try {
      return copyAndReadBack();
    } catch (IOException e) {
      throw new ToolException(
          Problem.of(
              MediumCode.NOT_WRITTEN,
              "The medium could not be written",
              "writing " + target,
              e.getClass().getSimpleName() + ": " + e.getMessage(),
              "put the medium in again and run the same command: what is whole is kept",
              "if it happens twice, use another medium"),
          e);
    }
  }

  private Carried copyAndReadBack() throws IOException {
    var files = bundle.files();
    requireOwn(files);
    var kept = new ArrayList<StickFile>();
    var missing = new ArrayList<StickFile>();
    if (Files.exists(target)) {
      progress.note(COPYING, "reading what is there already");
    }
    for (var file : files) {
      (isWhole(file) ? kept : missing).add(file);
    }
    medium.requireFits(missing);
    Files.createDirectories(target);
    copy(missing);
    readBack(missing);
    OpenedBundle.open(target, keys);
    return new Carried(target, bytes(missing), names(kept), uncached);
  }

  private void requireOwn(List<StickFile> files) throws IOException {
    Medium.requireOwnFolder(target);
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    var own = names(files);
    try (Stream<Path> present = Files.list(target)) {
      for (var file : present.sorted().toList()) {
        var name = String.valueOf(file.getFileName());
        if (!own.contains(name) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          throw Medium.taken(
              target, "something that is not of this bundle: " + BundleFolder.escaped(name));
        }
      }
    }
    otherBundle()
        .ifPresent(
            other -> {
              throw Medium.taken(target, "another bundle of the same sequence, " + other);
            });
  }

  /// A bundle there that verifies is somebody's; one that does not is a damaged copy, and is
  /// written again.
  private Optional<BundleId> otherBundle() {
    try {
      var there = OpenedBundle.open(target, keys).id();
      return there.equals(bundle.id()) ? Optional.empty() : Optional.of(there);
    } catch (ToolException e) {
      return Optional.empty();
    }
  }

  private boolean isWhole(StickFile expected) throws IOException {
    var file = target.resolve(expected.name());
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == expected.size()
        && digestOnMedium(expected).equals(expected.digest());
  }

  private Digest digestOnMedium(StickFile file) throws IOException {
    var reading = reader.read(target.resolve(file.name()));
    uncached &= reading.uncached();
    return reading.digest();
  }

  private void copy(List<StickFile> missing) throws IOException {
    progress.on(new ProgressEvent.Started(COPYING, bytes(missing), ProgressEvent.Unit.BYTES));
    long done = 0;
    for (var file : manifestLast(missing)) {
      copy(file, done);
      done += file.size();
    }
    Durable.syncFolder(target);
    Durable.syncFolder(medium.folder());
    progress.on(new ProgressEvent.Finished(COPYING));
  }

  private static List<StickFile> manifestLast(List<StickFile> files) {
    return files.stream()
        .sorted(Comparator.comparing(file -> file.name().equals(Manifest.FILE_NAME)))
        .toList();
  }

  private void copy(StickFile file, long before) throws IOException {
    var copy = target.resolve(file.name());
    var hash = Digest.newHash();
    try (var in = new DigestInputStream(Channels.newInputStream(bundle.open(file)), hash);
        var out =
            FileChannel.open(
                copy,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                LinkOption.NOFOLLOW_LINKS)) {
      transfer(in, out, before);
      out.force(true);
    }
    try {
      bundle.require(file, Digest.of(hash));
    } catch (ToolException e) {
      Files.delete(copy);
      throw e;
    }
  }

  private void transfer(InputStream in, FileChannel out, long before) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    long done = before;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      Durable.writeFully(out, ByteBuffer.wrap(buffer, 0, read));
      done += read;
      progress.on(new ProgressEvent.Advanced(COPYING, done));
    }
  }

  private void readBack(List<StickFile> written) throws IOException {
    progress.on(new ProgressEvent.Started(READING, bytes(written), ProgressEvent.Unit.BYTES));
    var damaged = new ArrayList<StickFile>();
    long done = 0;
    for (var file : written) {
      if (!digestOnMedium(file).equals(file.digest())) {
        damaged.add(file);
      }
      done += file.size();
      progress.on(new ProgressEvent.Advanced(READING, done));
    }
    progress.on(new ProgressEvent.Finished(READING));
    if (!damaged.isEmpty()) {
      throw differs(String.join(", ", names(damaged)));
    }
  }

  private ToolException differs(String damaged) {
    return new ToolException(
        Problem.of(
            MediumCode.READ_BACK_DIFFERS,
            "The medium gives back other bytes than were written",
            "reading back " + target,
            "damaged: " + damaged,
            "run the same command again: it copies " + damaged + " and nothing else",
            "if it happens twice, the medium is failing: use another"));
  }

  private static List<String> names(List<StickFile> files) {
    return files.stream().map(StickFile::name).toList();
  }

  private static long bytes(List<StickFile> files) {
    return files.stream().mapToLong(StickFile::size).sum();
  }
}

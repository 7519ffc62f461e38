package voxcrate.installer.doctor;

import static voxcrate.installer.doctor.DoctorCode.DISK_FULL;
import static voxcrate.installer.doctor.DoctorCode.DISK_READ_ONLY;
import static voxcrate.installer.doctor.DoctorCode.DISK_SLOW;
import static voxcrate.installer.doctor.DoctorCode.NOEXEC;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import voxcrate.files.Durable;
import voxcrate.files.Mount;
import voxcrate.files.Uncached;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.machine.FileSystemRoom;
import voxcrate.problem.Problem;
import voxcrate.progress.ByteCount;

/// Room, inodes, speed, and whether programs may start from where they lie.
final class DiskCheck implements Check {
  private static final String NAME = "disk";
  private static final int MEASURED_BYTES = 32 << 20;
  private static final int BLOCK_BYTES = 1 << 20;

  /// At which a model of 1.6 GB takes a minute to load.
  private static final double SLOW_MB_PER_SECOND = 27;

  /// Beside the contents: folders, state, the start-up cache.
  private static final long OWN_BYTES = 64L << 20;

  private final InstallLayout layout;
  private final long releaseBytes;
  private final long releaseFiles;

  /// @param releaseBytes of the release in use; the next one may be as large and share nothing
  DiskCheck(InstallLayout layout, long releaseBytes, long releaseFiles) {
    this.layout = layout;
    this.releaseBytes = releaseBytes;
    this.releaseFiles = releaseFiles;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() throws IOException {
    var room = FileSystemRoom.of(layout.prefix());
    if (room.isEmpty()) {
      return List.of(new Finding.Skipped(NAME, "the system does not tell"));
    }
    var findings = new ArrayList<Finding>();
    findings.add(space(room.get()));
    findings.add(starting());
    findings.add(temporary());
    findings.add(speed(room.get()));
    return findings;
  }

  private Finding space(FileSystemRoom room) throws IOException {
    var type = Mount.of(layout.prefix()).map(Mount::fileSystem).orElse("unknown");
    var seen =
        ByteCount.text(room.freeBytes())
            + " free on "
            + type
            + (room.freeInodes().isPresent()
                ? ", " + room.freeInodes().getAsLong() + " inodes free"
                : "");
    if (room.readOnly()) {
      return Finding.warning(
          NAME,
          Problem.of(
              DISK_READ_ONLY,
              "The disk cannot be written",
              "looking at " + layout.prefix(),
              "a file system that is mounted read-only",
              "go on transcribing, into another folder: -o DIR",
              "to install or mend, let an administrator mount it for writing: mount -o remount,rw "
                  + point()));
    }
    long needed = releaseBytes + OWN_BYTES;
    boolean inodesShort =
        room.freeInodes().isPresent() && room.freeInodes().getAsLong() < 2 * releaseFiles;
    if (room.freeBytes() < needed || inodesShort) {
      return Finding.warning(
          NAME,
          Problem.of(
                  DISK_FULL,
                  "There may be no room for the next bundle",
                  "looking at " + layout.prefix(),
                  seen,
                  "drop the release before this one: " + Commands.prunePrevious(layout),
                  "or free some space on this disk")
              .expecting(
                  ByteCount.text(needed)
                      + " and "
                      + 2 * releaseFiles
                      + " inodes, where nothing is shared"));
    }
    return new Finding.Good(NAME, seen);
  }

  private Finding starting() throws IOException {
    if (mayStart(layout.prefix())) {
      return new Finding.Good(NAME, "programs may start from the installation");
    }
    return Finding.bad(
        NAME,
        Problem.of(
            NOEXEC,
            "Programs may not start from this disk",
            "looking at " + layout.prefix(),
            "a file system that is mounted noexec",
            "install on another disk: --prefix DIR, for example below /opt",
            "or let an administrator allow it: mount -o remount,exec " + point()));
  }

  private static boolean mayStart(Path path) throws IOException {
    return Mount.of(path).map(Mount::mayStart).orElse(true);
  }

  private String point() throws IOException {
    return Mount.of(layout.prefix()).map(mount -> Commands.quoted(mount.point())).orElse("/");
  }

  private static Finding temporary() throws IOException {
    return new Finding.Good(
        NAME,
        mayStart(Path.of("/tmp"))
            ? "/tmp allows programs; none is unpacked there"
            : "/tmp is noexec, which harms nothing: no program is unpacked there");
  }

  private Finding speed(FileSystemRoom room) {
    if (room.readOnly() || !Files.isWritable(layout.derived()) || room.freeBytes() < OWN_BYTES) {
      return new Finding.Skipped(NAME, "speed: this user can write nothing to measure it with");
    }
    try {
      return measured();
    } catch (IOException e) {
      return new Finding.Skipped(NAME, "speed: " + e.getMessage());
    }
  }

  private Finding measured() throws IOException {
    // The name is one that the next install removes, should this run be killed.
    var file = Files.createTempFile(layout.derived(), ".new-", "");
    try {
      double written = rate(() -> write(file));
      var read = readable(file) ? Optional.of(rate(() -> read(file))) : Optional.<Double>empty();
      var seen =
          String.format(
              Locale.ROOT,
              "writes %.0f MB/s%s, %d MB at a time",
              written,
              read.map(rate -> String.format(Locale.ROOT, ", reads %.0f MB/s", rate)).orElse(""),
              MEASURED_BYTES >> 20);
      return read.orElse(written) >= SLOW_MB_PER_SECOND
          ? new Finding.Good(NAME, seen)
          : Finding.warning(
              NAME,
              Problem.of(
                      DISK_SLOW,
                      "The disk is slow",
                      "writing and reading in " + layout.derived(),
                      seen,
                      "expect minutes before the first word: models are read at each start",
                      "or install on a faster disk: --prefix DIR")
                  .expecting(Math.round(SLOW_MB_PER_SECOND) + " MB/s"));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /// Does something with the whole file.
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  /// In MB a second.
  private static double rate(Work work) throws IOException {
    long start = System.nanoTime();
    work.run();
    return MEASURED_BYTES / 1e6 / Math.max(1e-9, (System.nanoTime() - start) / 1e9);
  }

  private static void write(Path file) throws IOException {
    // Not zeros, which some file systems do not store.
    var block = ByteBuffer.allocate(BLOCK_BYTES);
    new java.util.Random(1).nextBytes(block.array());
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int done = 0; done < MEASURED_BYTES; done += BLOCK_BYTES) {
        Durable.writeFully(channel, block.rewind());
      }
      channel.force(true);
    }
  }

  private static boolean readable(Path file) throws IOException {
    var uncached = Uncached.open(file, StandardOpenOption.READ);
    if (uncached.isPresent()) {
      uncached.get().close();
    }
    return uncached.isPresent();
  }

  private static void read(Path file) throws IOException {
    try (var uncached = Uncached.open(file, StandardOpenOption.READ).orElseThrow()) {
      var block = uncached.buffer(BLOCK_BYTES);
      long position = 0;
      while (position < MEASURED_BYTES) {
        int count = uncached.channel().read(block.clear(), position);
        if (count <= 0) {
          return;
        }
        position += count;
      }
    }
  }
}

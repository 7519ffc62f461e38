package voxcrate.installer.doctor;

import static voxcrate.installer.doctor.DoctorCode.EVIDENCE_DAMAGED;
import static voxcrate.installer.doctor.DoctorCode.FILES_DAMAGED;
import static voxcrate.installer.doctor.DoctorCode.FILES_EXTRA;
import static voxcrate.installer.doctor.DoctorCode.FILES_UNREADABLE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.installer.activate.Surroundings;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.status.InstalledRelease;
import voxcrate.installer.status.InstalledRelease.Role;
import voxcrate.installer.status.SignerMark;
import voxcrate.problem.Problem;
import voxcrate.progress.ByteCount;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// Every byte of the releases that can be started, against what was signed. A content that several
/// names share is read once.
final class FilesCheck implements Check {
  private static final String NAME = "files";
  private static final String TASK = "reading what is installed";
  private static final int SHOWN = 5;

  private final InstallLayout layout;
  private final List<InstalledRelease> releases;
  private final ProgressListener progress;
  private final Map<Object, Optional<Digest>> digests = new HashMap<>();
  private long bytes;

  FilesCheck(InstallLayout layout, List<InstalledRelease> releases, ProgressListener progress) {
    this.layout = layout;
    this.releases = releases;
    this.progress = progress;
  }

  /// What differs between a release on the disk and its manifest.
  private static final class Differences {
    private final List<String> damaged = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private final List<String> extra = new ArrayList<>();

    boolean none() {
      return damaged.isEmpty() && missing.isEmpty() && unreadable.isEmpty() && extra.isEmpty();
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() throws IOException {
    var findings = new ArrayList<Finding>();
    progress.on(new ProgressEvent.Started(TASK, size(), ProgressEvent.Unit.BYTES));
    for (var release : releases) {
      if (release.role() != Role.SPARE) {
        findings.addAll(look(release));
      }
    }
    progress.on(new ProgressEvent.Finished(TASK));
    findings.addAll(launchers());
    if (findings.isEmpty()) {
      findings.add(
          new Finding.Good(
              NAME,
              digests.size()
                  + " contents, "
                  + ByteCount.text(bytes)
                  + ", are those that were signed"));
    }
    return findings;
  }

  private long size() {
    return releases.stream()
        .filter(release -> release.role() != Role.SPARE)
        .flatMap(release -> release.bundle().stream())
        .flatMap(origin -> origin.manifest().entries().stream())
        .filter(entry -> !entry.same())
        .mapToLong(Entry::size)
        .sum();
  }

  private List<Finding> look(InstalledRelease release) throws IOException {
    boolean broken = release.signers().stream().anyMatch(SignerMark.Broken.class::isInstance);
    if (release.bundle().isEmpty() || broken || release.signers().isEmpty()) {
      return List.of(evidenceDamaged(release));
    }
    var differences = compare(release.name(), release.bundle().get().manifest());
    return differences.none() ? List.of() : tell(release, differences);
  }

  private Differences compare(String release, Manifest manifest) throws IOException {
    var found = new Differences();
    var root = layout.release(release);
    var expected = new HashSet<Path>();
    for (var entry : manifest.entries()) {
      var file = entry.path().under(root);
      expected.add(file);
      compare(entry, file, found);
    }
    addExtra(root, expected, found);
    return found;
  }

  private void compare(Entry entry, Path file, Differences found) throws IOException {
    var name = entry.path().value();
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      found.missing.add(name);
    } else if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      found.damaged.add(name);
    } else {
      var digest = digest(file);
      if (digest.isEmpty()) {
        found.unreadable.add(name);
      } else if (!digest.get().equals(entry.digest())) {
        found.damaged.add(name);
      }
    }
  }

  /// @return empty where it cannot be read
  private Optional<Digest> digest(Path file) throws IOException {
    var inode = Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    var known = digests.get(inode);
    if (known == null) {
      known = read(file);
      digests.put(inode, known);
      bytes += Files.size(file);
      progress.on(new ProgressEvent.Advanced(TASK, bytes));
    }
    return known;
  }

  private static Optional<Digest> read(Path file) {
    try {
      return Optional.of(Digest.of(file));
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static void addExtra(Path root, Set<Path> expected, Differences found)
      throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!expected.contains(file)) {
              found.extra.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (!expected.contains(file)) {
              found.unreadable.add(root.relativize(file).toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private List<Finding> tell(InstalledRelease release, Differences found) {
    var findings = new ArrayList<Finding>();
    if (!found.damaged.isEmpty() || !found.missing.isEmpty()) {
      findings.add(damaged(release, found));
    }
    if (!found.unreadable.isEmpty()) {
      findings.add(unreadable(release, found.unreadable));
    }
    if (!found.extra.isEmpty()) {
      findings.add(extra(release, found.extra));
    }
    return findings;
  }

  private Finding damaged(InstalledRelease release, Differences found) {
    var seen = new ArrayList<String>();
    if (!found.damaged.isEmpty()) {
      seen.add(found.damaged.size() + " changed: " + shown(found.damaged));
    }
    if (!found.missing.isEmpty()) {
      seen.add(found.missing.size() + " missing: " + shown(found.missing));
    }
    var problem =
        Problem.of(
            FILES_DAMAGED,
            "Files are not as they were signed",
            "reading release " + release.name(),
            String.join("\n", seen),
            mends(release));
    return release.role() == Role.CURRENT
        ? Finding.bad(NAME, problem)
        : Finding.warning(NAME, problem);
  }

  private String[] mends(InstalledRelease release) {
    return release.role() == Role.CURRENT
        ? new String[] {
          "insert the medium with bundle "
              + release.name()
              + " and run: "
              + Commands.repair(layout),
          "do not use results of this machine before that",
          "where it happens again, test the disk: it may be failing"
        }
        : new String[] {
          "drop it, the release in use stays: " + Commands.prunePrevious(layout),
          "do not roll back to it"
        };
  }

  private Finding unreadable(InstalledRelease release, List<String> names) {
    return Finding.bad(
        NAME,
        Problem.of(
            FILES_UNREADABLE,
            "Files cannot be read",
            "reading release " + release.name(),
            names.size() + " unreadable: " + shown(names),
            "give the right to read back, as the owner or as root: chmod -R a+rX,go-w "
                + Commands.quoted(List.of(layout.store(), layout.releases())),
            "where that does not help, the disk may be failing: bring the bundle and run "
                + Commands.repair(layout)));
  }

  private Finding extra(InstalledRelease release, List<String> names) {
    return new Finding.Warning(
        NAME,
        Problem.of(
            FILES_EXTRA,
            "There are files that nobody signed",
            "reading release " + release.name(),
            names.size() + (names.size() == 1 ? " file" : " files"),
            "see which: voxcrate-installer doctor, on this machine",
            "move away what somebody wants to keep; a repair removes the rest: "
                + Commands.repair(layout)),
        names);
  }

  private Finding evidenceDamaged(InstalledRelease release) {
    return Finding.bad(
        NAME,
        Problem.of(
            EVIDENCE_DAMAGED,
            "What was signed cannot be told any more",
            "reading the manifest of release " + release.name(),
            release.bundle().isEmpty()
                ? "it is gone or no manifest any more"
                : release.signers().isEmpty()
                    ? "its signatures are gone"
                    : "it does not fit its signature any more",
            mends(release)));
  }

  private List<Finding> launchers() throws IOException {
    if (releases.isEmpty()) {
      return List.of();
    }
    var changed = new Surroundings(layout).changedLaunchers();
    return changed.isEmpty()
        ? List.of()
        : List.of(
            Finding.bad(
                NAME,
                Problem.of(
                    FILES_DAMAGED,
                    "Files are not as they were installed",
                    "reading the launchers in " + layout.launchers(),
                    "changed or missing: " + String.join(", ", changed),
                    "insert the medium and mend them from its bootstrap or with the release's own"
                        + " installer: "
                        + Commands.quoted(layout.current().resolve("bin/voxcrate-installer"))
                        + " repair /media/STICK")));
  }

  private static String shown(List<String> names) {
    var first = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() > SHOWN ? first + " and " + (names.size() - SHOWN) + " more" : first;
  }
}

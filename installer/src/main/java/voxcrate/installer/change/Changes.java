package voxcrate.installer.change;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import voxcrate.files.Durable;

/// What one run changes on the disk. Closed without [#keep], everything is taken back, newest
/// first,
/// to the rights and times of the folders: after a refusal nothing shows that there was a run.
///
/// A run that is killed closes nothing; the next one cleans up from what lies there.
public final class Changes implements AutoCloseable {
  private final Deque<Step> steps = new ArrayDeque<>();
  private final Set<Path> remembered = new HashSet<>();

  /// Takes one change back.
  @FunctionalInterface
  public interface Step {
    void undo() throws IOException;
  }

  /// Something is about to change inside `folder`, so its time of change will have to be restored.
  public void inside(Path folder) throws IOException {
    if (remembered.add(folder)) {
      var times = times(folder);
      var changed = times.readAttributes().lastModifiedTime();
      steps.push(() -> restoreTime(times, changed));
    }
  }

  /// A change that the caller has made.
  public void undoneBy(Step step) {
    steps.push(step);
  }

  /// Makes a folder with exactly these rights, whatever the umask, and the folders above it; its
  /// name is durable then. One that is there keeps the rights it has.
  public Path folder(Path folder, String rights) throws IOException {
    if (make(folder, rights)) {
      Durable.syncFolder(parentOf(folder));
    }
    return folder;
  }

  /// As [#folder], for a folder that is the installer's alone: one that is there gets these rights
  /// too. A run that was killed right after it had made it could not give them any more.
  public Path ownFolder(Path folder, String rights) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      mendRights(folder, rights);
      return folder;
    }
    return folder(folder, rights);
  }

  private void mendRights(Path folder, String rights) throws IOException {
    var old = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
    var wanted = PosixFilePermissions.fromString(rights);
    if (!old.equals(wanted)) {
      steps.push(() -> Files.setPosixFilePermissions(folder, old));
      Files.setPosixFilePermissions(folder, wanted);
    }
  }

  /// Makes a folder and those above it, where it is not there. Its name is not durable yet.
  ///
  /// @return whether it was not there
  public boolean make(Path folder, String rights) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    var parent = parentOf(folder);
    if (!Files.isDirectory(parent)) {
      folder(parent, rights);
    }
    inside(parent);
    var wanted = PosixFilePermissions.fromString(rights);
    // Never with more rights than it will have, whatever the umask.
    Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(wanted));
    steps.push(() -> Files.deleteIfExists(folder));
    remembered.add(folder);
    Files.setPosixFilePermissions(folder, wanted);
    return true;
  }

  /// Makes or replaces a file in one step; one with this content already is left alone.
  public void replace(Path file, byte[] content, String rights) throws IOException {
    var old =
        Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.readAllBytes(file) : null;
    if (Arrays.equals(old, content)) {
      return;
    }
    inside(parentOf(file));
    if (old == null) {
      steps.push(() -> Files.deleteIfExists(file));
    } else {
      var changed = Files.getLastModifiedTime(file);
      var oldRights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      steps.push(
          () -> {
            Durable.write(file, old, oldRights);
            Files.setLastModifiedTime(file, changed);
          });
    }
    Durable.write(file, content, rights);
  }

  /// Makes or replaces a symbolic link in one step.
  public void link(Path link, Path target) throws IOException {
    var old = Files.isSymbolicLink(link) ? Files.readSymbolicLink(link) : null;
    if (target.equals(old)) {
      return;
    }
    inside(parentOf(link));
    if (old == null) {
      steps.push(() -> Files.deleteIfExists(link));
    } else {
      var changed = times(link).readAttributes().lastModifiedTime();
      steps.push(
          () -> {
            point(link, old);
            restoreTime(times(link), changed);
          });
    }
    point(link, target);
  }

  /// Replaces a symbolic link in one step, for good.
  public static void point(Path link, Path target) throws IOException {
    var fresh = link.resolveSibling(".new-" + Objects.requireNonNull(link.getFileName()));
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, target);
    try {
      Durable.move(fresh, link);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /// Everything so far is good and stays.
  public void keep() {
    steps.clear();
    remembered.clear();
  }

  @Override
  public void close() throws IOException {
    var failed = new ArrayList<Step>();
    while (!steps.isEmpty()) {
      var step = steps.pop();
      try {
        step.undo();
      } catch (IOException | UncheckedIOException e) {
        // The other changes are taken back all the same.
        failed.add(step);
      }
    }
    retry(failed);
  }

  /// On a full disk there was no room to put something back; by now the others have made some.
  private static void retry(List<Step> failed) throws IOException {
    IOException failure = null;
    for (var step : failed) {
      try {
        step.undo();
      } catch (IOException | UncheckedIOException e) {
        if (failure == null) {
          failure = new IOException("not everything could be taken back", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static void restoreTime(BasicFileAttributeView times, FileTime changed) {
    try {
      times.setTimes(changed, null, null);
    } catch (IOException e) {
      // A time is not worth a failure: the folder is gone, or belongs to somebody else.
      return;
    }
  }

  private static BasicFileAttributeView times(Path folder) {
    return Files.getFileAttributeView(
        folder, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static Path parentOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "the root has no parent");
  }
}

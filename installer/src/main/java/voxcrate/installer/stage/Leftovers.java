package voxcrate.installer.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import voxcrate.bundle.Manifest;
import voxcrate.files.Durable;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.OnDisk;
import voxcrate.installer.machine.RunningPrograms;

/// What a killed run left behind, or a release that is no longer wanted.
public final class Leftovers {
  private static final String STAGING = ".staging-";

  private final InstallLayout layout;

  public Leftovers(InstallLayout layout) {
    this.layout = layout;
  }

  /// What goes when only some releases stay.
  ///
  /// @param releases those that go
  /// @param trees folders of theirs, and what was made or kept for releases that are gone
  /// @param contents in the store that no release uses then
  /// @param running releases that would go, and the processes for whose sake they stay
  public record Unwanted(
      List<String> releases,
      List<Path> trees,
      List<Path> contents,
      Map<String, List<Long>> running) {
    public Unwanted {
      releases = List.copyOf(releases);
      trees = List.copyOf(trees);
      contents = List.copyOf(contents);
      running = Map.copyOf(running);
    }

    /// In words, for whoever waits for the room.
    public List<String> stillRunning() {
      return running.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(
              release ->
                  "release "
                      + release.getKey()
                      + " is still at work (process "
                      + release.getValue().getFirst()
                      + "); it goes with the next install or prune after that has ended")
          .toList();
    }
  }

  /// What [#removeBut] would remove, apart from what is half-written; changes nothing.
  public Unwanted unwantedBut(Set<String> kept) throws IOException {
    return unwantedBut(kept, Set.of());
  }

  private Unwanted unwantedBut(Set<String> kept, Set<Path> wanted) throws IOException {
    return withContents(releasesBut(kept), kept, wanted);
  }

  private Unwanted withContents(Unwanted old, Set<String> kept, Set<Path> wanted)
      throws IOException {
    var stay = new HashSet<>(kept);
    stay.addAll(old.running().keySet());
    return new Unwanted(old.releases(), old.trees(), unused(stay, wanted), old.running());
  }

  /// Without contents. A release whose programs are at work stays: they read from it.
  private Unwanted releasesBut(Set<String> kept) throws IOException {
    var stay = new HashSet<>(kept);
    var go = new ArrayList<String>();
    var running = new HashMap<String, List<Long>>();
    for (var release : OnDisk.children(layout.releases())) {
      if (!kept.contains(name(release)) && !name(release).startsWith(STAGING)) {
        var processes = RunningPrograms.startedFrom(release);
        if (processes.isEmpty()) {
          go.add(name(release));
        } else {
          stay.add(name(release));
          running.put(name(release), processes);
        }
      }
    }
    var trees = new ArrayList<Path>();
    // Of each release the tree goes first: as long as something of it is there, what is left can be
    // told by its name.
    for (var place : List.of(layout.releases(), layout.derived(), layout.evidence())) {
      for (var folder : OnDisk.children(place)) {
        if (!stay.contains(name(folder))) {
          trees.add(folder);
        }
      }
    }
    return new Unwanted(go, trees, List.of(), running);
  }

  /// Contents that none of the releases uses. One that only the store links to belongs to none.
  private List<Path> unused(Set<String> releases, Set<Path> wanted) throws IOException {
    var used = new HashSet<Object>();
    for (var release : OnDisk.children(layout.releases())) {
      if (releases.contains(name(release))) {
        used.addAll(OnDisk.filesBelow(release).values());
      }
    }
    var unused = new ArrayList<Path>();
    OnDisk.filesBelow(layout.store())
        .forEach(
            (file, inode) -> {
              if (!used.contains(inode) && !wanted.contains(file)) {
                unused.add(file);
              }
            });
    return unused;
  }

  /// Removes what is half-written, releases other than those named, and contents that no release
  /// uses. A release whose programs are at work stays.
  public void removeBut(Set<String> kept) throws IOException {
    removeHalfWritten();
    remove(unwantedBut(kept));
  }

  /// As above, but contents of `wanted` may stay: another run had brought them already, and this
  /// one need not write them again.
  public void removeBut(Set<String> kept, Manifest wanted) throws IOException {
    var contents = new HashSet<Path>();
    for (var entry : wanted.entries()) {
      contents.add(layout.stored(entry.digest(), entry.mode()));
    }
    removeHalfWritten();
    remove(unwantedBut(kept, contents));
  }

  /// Removes releases other than those named, and what only they used. A release whose programs
  /// are at work stays. Where none goes, the store is not looked through for contents that nobody
  /// uses: an install did that at its beginning.
  public Unwanted removeReleasesBut(Set<String> kept) throws IOException {
    var old = releasesBut(kept);
    if (old.trees().isEmpty()) {
      return old;
    }
    var unwanted = withContents(old, kept, Set.of());
    remove(unwanted);
    return unwanted;
  }

  /// Removes exactly that.
  public void remove(Unwanted unwanted) throws IOException {
    for (var tree : unwanted.trees()) {
      Durable.deleteTree(tree);
    }
    for (var content : unwanted.contents()) {
      Files.delete(content);
    }
  }

  /// Removes what has not got its final name.
  public void removeHalfWritten() throws IOException {
    Durable.deleteTree(layout.incoming());
    for (var folder : OnDisk.children(layout.releases())) {
      if (name(folder).startsWith(STAGING)) {
        Durable.deleteTree(folder);
      }
    }
    for (var folder : OnDisk.children(layout.derived())) {
      if (name(folder).startsWith(".")) {
        Durable.deleteTree(folder);
      }
    }
    removeHalfWritten(layout.prefix());
    for (var folder : layout.folders()) {
      removeHalfWritten(folder);
    }
    for (var folder : OnDisk.children(layout.evidence())) {
      removeHalfWritten(folder);
    }
  }

  /// What a durable write leaves when it is cut short: the new content, not yet under its name.
  private static void removeHalfWritten(Path folder) throws IOException {
    for (var file : OnDisk.children(folder)) {
      if (name(file).startsWith(InstallLayout.HALF_WRITTEN)) {
        Files.delete(file);
      }
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}

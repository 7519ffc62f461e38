package voxcrate.installer.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.installer.InstallerRun;
import voxcrate.installer.Tree;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

/// What must hold at every instant, looked at from outside: the invariants of an installation, and
/// that the same command again leads to where an undisturbed run leads.
final class Soundness {
  private static final String LOG = "log/installs.jsonl";

  private final Grounds grounds;
  private final Scenario scenario;
  private final List<String> bystanders;
  private final List<List<String>> ends = new ArrayList<>();
  private final List<String> events;
  private final List<@Nullable String> trust = new ArrayList<>();
  private final List<String> damaged = new ArrayList<>();

  /// @param before an installation as the scenario's command meets it
  /// @param after another one, after an undisturbed run of the command
  Soundness(Grounds grounds, Scenario scenario, Path before, Path after) throws IOException {
    this.grounds = grounds;
    this.scenario = scenario;
    this.bystanders = Tree.of(grounds.folder());
    ends.add(tree(after));
    if (scenario == Scenario.ROLLBACK) {
      // Rolled back twice is where one began.
      ends.add(tree(before));
    }
    events = events(after);
    trust.add(trust(before));
    trust.add(trust(after));
    if (scenario.isDamaged()) {
      damaged.addAll(storeDefects(before));
    }
  }

  /// What is wrong right after the command was cut short; empty when nothing is.
  List<String> defects(Path prefix) throws Exception {
    var defects = new ArrayList<String>();
    for (int sequence : scenario.alwaysWhole()) {
      defects.addAll(releaseDefects(prefix, sequence));
    }
    defects.addAll(currentDefects(prefix));
    defects.addAll(storeDefects(prefix));
    defects.removeAll(damaged);
    if (!trust.contains(trust(prefix))) {
      defects.add("trust is neither the old nor the new: " + trust(prefix));
    }
    if (!Tree.of(grounds.folder()).equals(bystanders)) {
      defects.add("something outside the prefix changed");
    }
    return defects;
  }

  private List<String> currentDefects(Path prefix) throws Exception {
    var current = prefix.resolve("current");
    if (!Files.exists(current, LinkOption.NOFOLLOW_LINKS)) {
      return scenario.mayHaveNone() ? List.of() : List.of("no release is in use");
    }
    int sequence = grounds.sequence(name(Files.readSymbolicLink(current)));
    if (!scenario.mayBeCurrent().contains(sequence)) {
      return List.of("a release of another bundle is in use: " + sequence);
    }
    if (scenario.isDamaged()) {
      return List.of();
    }
    var defects = new ArrayList<>(releaseDefects(prefix, sequence));
    var said = InstallerRun.process(List.of(prefix + "/bin/voxcrate", "hello"), Map.of());
    if (!said.out().equals("release " + sequence + ": hello\n")) {
      defects.add("the launcher says " + said);
    }
    return defects;
  }

  /// Every byte of a release against its manifest, and nothing more than that.
  private List<String> releaseDefects(Path prefix, int sequence) throws IOException {
    var root = prefix.resolve("releases").resolve(grounds.release(sequence));
    var found = new TreeMap<String, String>();
    if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      for (var file : regularFiles(root)) {
        found.put(root.relativize(file).toString(), rights(file) + " " + Digest.of(file).hex());
      }
    }
    var expected = grounds.files(sequence);
    return found.equals(expected)
        ? List.of()
        : List.of("release " + sequence + " is not whole: " + difference(expected, found));
  }

  private static String difference(Map<String, String> expected, Map<String, String> found) {
    var paths = new HashSet<>(expected.keySet());
    paths.addAll(found.keySet());
    paths.removeIf(path -> String.valueOf(expected.get(path)).equals(found.get(path)));
    return paths.toString();
  }

  private static List<String> storeDefects(Path prefix) throws IOException {
    var defects = new ArrayList<String>();
    for (var file : regularFiles(prefix.resolve("store"))) {
      var area = prefix.resolve("store").relativize(file).getName(0).toString();
      var rights = area.equals("sha256") ? "r--r--r--" : "r-xr-xr-x";
      if (!Digest.of(file).hex().equals(name(file)) || !rights(file).equals(rights)) {
        defects.add("in the store, not what its name says: " + prefix.relativize(file));
      }
    }
    return defects;
  }

  /// The part of the state that may never move back; null where there is none.
  private static @Nullable String trust(Path prefix) throws IOException {
    var file = prefix.resolve("trust/state.json");
    if (!Files.exists(file)) {
      return null;
    }
    var state = JsonReader.readObject(Files.readAllBytes(file));
    // A release that is being tried has not counted yet.
    return state.integer("highestSequence") == 0
        ? null
        : state.integer("highestSequence")
            + " "
            + state.integer("floor")
            + " "
            + state.text("newestTime")
            + " "
            + state.object("trusted");
  }

  /// Runs the same command again, undisturbed.
  ///
  /// @return what is wrong afterwards
  List<String> defectsAfterAnotherRun(Path prefix) throws Exception {
    boolean done = scenario == Scenario.UNINSTALL && ends.contains(tree(prefix));
    var run = InstallerRun.of(scenario.command(prefix, grounds).toArray());
    if (run.status() != 0 && !done) {
      return List.of("the next run ended " + run.status() + ": " + run.err());
    }
    var defects = new ArrayList<>(defects(prefix));
    var tree = tree(prefix);
    if (!ends.contains(tree)) {
      var more = new ArrayList<>(tree);
      more.removeAll(ends.getFirst());
      var less = new ArrayList<>(ends.getFirst());
      less.removeAll(tree);
      defects.add("after the next run there is more " + more + ", less " + less);
    }
    defects.addAll(logDefects(prefix));
    return defects;
  }

  /// Whether this is how an undisturbed run ends.
  boolean isAtTheEnd(Path prefix) throws IOException {
    return ends.getFirst().equals(tree(prefix));
  }

  /// What is wrong although the command has said that all went well. What should have gone may
  /// still be there.
  List<String> defectsOfSuccess(Path prefix) throws IOException {
    var missing = new ArrayList<>(ends.getFirst());
    missing.removeAll(tree(prefix));
    return missing.isEmpty()
        ? logDefects(prefix)
        : List.of("said to be done, and lost: " + missing);
  }

  private List<String> logDefects(Path prefix) throws IOException {
    try {
      var found = events(prefix);
      boolean complete =
          scenario == Scenario.ROLLBACK ? found.containsAll(events) : found.equals(events);
      return complete ? List.of() : List.of("the log has " + found + " and should have " + events);
    } catch (JsonException e) {
      return List.of("the log cannot be read: " + e.getMessage());
    }
  }

  /// What the log tells, without times.
  private static List<String> events(Path prefix) throws IOException {
    var log = prefix.resolve(LOG);
    var events = new ArrayList<String>();
    for (var line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of()) {
      var event = JsonReader.readObject(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      var subject = event.find("release").or(() -> event.find("subject"));
      events.add(event.text("event") + " " + subject.map(Json::toString).orElse("-"));
    }
    return events;
  }

  /// All that lies in a prefix but the log, which has times in it.
  private static List<String> tree(Path prefix) throws IOException {
    return Tree.withoutTimes(prefix).stream().filter(line -> !line.startsWith(LOG)).toList();
  }

  private static List<Path> regularFiles(Path root) throws IOException {
    if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}

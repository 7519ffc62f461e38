package voxcrate.bundler.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.Manifest.Entry;

/// What one bundle has and another has not. Pure: two manifests in, the difference out.
///
/// @param values of the bundle itself that differ
/// @param components that differ, in the order of their names
/// @param newBytes of contents that the first does not have: what an upgrade writes
public record BundleDifference(
    List<Value> values, List<ComponentDifference> components, long newBytes) {
  private static final String NO_COMPONENT = "launchers";

  public BundleDifference {
    values = List.copyOf(values);
    components = List.copyOf(components);
  }

  /// @param name such as `sequence`
  public record Value(String name, String before, String after) {}

  /// How a component differs.
  public sealed interface ComponentDifference {
    String id();

    /// Only the second bundle has it.
    record Added(String id, int files, long bytes) implements ComponentDifference {}

    /// Only the first bundle has it.
    record Removed(String id, int files, long bytes) implements ComponentDifference {}

    /// @param values such as its revision
    /// @param changed paths that both have, with other contents or another mode
    record Changed(
        String id,
        List<Value> values,
        List<String> added,
        List<String> removed,
        List<String> changed,
        long newBytes)
        implements ComponentDifference {
      public Changed {
        values = List.copyOf(values);
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
      }

      boolean isNothing() {
        return values.isEmpty() && added.isEmpty() && removed.isEmpty() && changed.isEmpty();
      }
    }
  }

  /// Whether both hold the same files under the same terms.
  public boolean isNothing() {
    return values.isEmpty() && components.isEmpty();
  }

  public static BundleDifference between(Manifest before, Manifest after) {
    return new BundleDifference(
        values(before, after),
        components(before, after),
        newBytes(after.entries(), contents(before.entries())));
  }

  private static List<Value> values(Manifest before, Manifest after) {
    var values = new ArrayList<Value>();
    compare("version", before, after, Manifest::version, values);
    compare("sequence", before, after, Manifest::sequence, values);
    compare("floor", before, after, Manifest::minSequence, values);
    compare("created", before, after, Manifest::created, values);
    compare("good until", before, after, manifest -> orNone(manifest.notAfter()), values);
    compare("platform", before, after, Manifest::platform, values);
    compare("installer", before, after, manifest -> manifest.requires().installer(), values);
    return values;
  }

  private static <T> void compare(
      String name, T before, T after, Function<T, Object> property, List<Value> values) {
    var first = property.apply(before);
    var second = property.apply(after);
    if (!first.equals(second)) {
      values.add(new Value(name, first.toString(), second.toString()));
    }
  }

  private static Object orNone(@Nullable Object value) {
    return Objects.requireNonNullElse(value, "none");
  }

  private static List<ComponentDifference> components(Manifest before, Manifest after) {
    var first = byId(before);
    var second = byId(after);
    var filesBefore = filesByComponent(before);
    var filesAfter = filesByComponent(after);
    var known = contents(before.entries());
    var ids = new TreeSet<>(filesBefore.keySet());
    ids.addAll(filesAfter.keySet());
    ids.addAll(first.keySet());
    ids.addAll(second.keySet());
    var differences = new ArrayList<ComponentDifference>();
    for (var id : ids) {
      var had = filesBefore.getOrDefault(id, List.of());
      var has = filesAfter.getOrDefault(id, List.of());
      if (first.containsKey(id) && !second.containsKey(id)) {
        differences.add(new ComponentDifference.Removed(id, had.size(), bytes(had)));
      } else if (second.containsKey(id) && !first.containsKey(id)) {
        differences.add(new ComponentDifference.Added(id, has.size(), bytes(has)));
      } else {
        var values = values(first.get(id), second.get(id));
        var changed = changed(id, values, had, has, known);
        if (!changed.isNothing()) {
          differences.add(changed);
        }
      }
    }
    return differences;
  }

  private static Map<String, Component> byId(Manifest manifest) {
    return manifest.components().stream()
        .collect(Collectors.toMap(Component::id, Function.identity(), (one, _) -> one));
  }

  /// Each file counts for the component with the innermost folder; the launchers lie in none.
  private static Map<String, List<Entry>> filesByComponent(Manifest manifest) {
    var files = new TreeMap<String, List<Entry>>();
    for (var entry : manifest.entries()) {
      var id = manifest.componentOf(entry.path()).map(Component::id).orElse(NO_COMPONENT);
      files.computeIfAbsent(id, _ -> new ArrayList<>()).add(entry);
    }
    return files;
  }

  private static List<Value> values(@Nullable Component before, @Nullable Component after) {
    var values = new ArrayList<Value>();
    if (before != null && after != null) {
      compare("revision", before, after, component -> orNone(component.revision()), values);
      compare("licence", before, after, Component::licence, values);
      compare("gated", before, after, Component::gated, values);
    }
    return values;
  }

  private static ComponentDifference.Changed changed(
      String id, List<Value> values, List<Entry> had, List<Entry> has, Collection<Digest> known) {
    var first = byPath(had);
    var second = byPath(has);
    var added = new TreeSet<>(second.keySet());
    added.removeAll(first.keySet());
    var removed = new TreeSet<>(first.keySet());
    removed.removeAll(second.keySet());
    var changed = new ArrayList<String>();
    second.forEach(
        (path, entry) -> {
          var earlier = first.get(path);
          if (earlier != null && isOther(earlier, entry)) {
            changed.add(path);
          }
        });
    return new ComponentDifference.Changed(
        id, values, List.copyOf(added), List.copyOf(removed), changed, newBytes(has, known));
  }

  private static boolean isOther(Entry before, Entry after) {
    return !before.digest().equals(after.digest()) || before.mode() != after.mode();
  }

  private static TreeMap<String, Entry> byPath(List<Entry> entries) {
    var paths = new TreeMap<String, Entry>();
    entries.forEach(entry -> paths.put(entry.path().value(), entry));
    return paths;
  }

  private static Collection<Digest> contents(List<Entry> entries) {
    return entries.stream().map(Entry::digest).collect(Collectors.toSet());
  }

  private static long bytes(List<Entry> entries) {
    return entries.stream().mapToLong(Entry::size).sum();
  }

  private static long newBytes(List<Entry> entries, Collection<Digest> known) {
    var sizes = new TreeMap<String, Long>();
    entries.stream()
        .filter(entry -> !known.contains(entry.digest()))
        .forEach(entry -> sizes.put(entry.digest().hex(), entry.size()));
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }
}

package voxcrate.bundler.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.bundler.compare.BundleDifference;
import voxcrate.bundler.compare.BundleDifference.ComponentDifference;
import voxcrate.bundler.compare.BundleDifference.ComponentDifference.Added;
import voxcrate.bundler.compare.BundleDifference.ComponentDifference.Changed;
import voxcrate.bundler.compare.BundleDifference.ComponentDifference.Removed;
import voxcrate.bundler.compare.BundleDifference.Value;
import voxcrate.cli.Console;
import voxcrate.json.Json;
import voxcrate.progress.ByteCount;

/// Tells in words what changed between two bundles.
record DifferenceView(Console console) {
  void show(OpenedBundle before, OpenedBundle after, BundleDifference difference) {
    console.print("From " + before.releaseName() + " to " + after.releaseName());
    if (difference.isNothing()) {
      console.print("Nothing that is installed differs");
    }
    for (var value : difference.values()) {
      console.print("  " + sentence(value));
    }
    for (var component : difference.components()) {
      console.print("  " + component.id() + ": " + words(component));
    }
    console.print(
        String.format(
            Locale.ROOT,
            "An upgrade writes %s of %s",
            ByteCount.text(difference.newBytes()),
            ByteCount.text(after.manifest().requires().bytes())));
    warnOfOrder(before, after);
    console.result(document(before, after, difference));
  }

  private void warnOfOrder(OpenedBundle before, OpenedBundle after) {
    if (after.manifest().sequence() < before.manifest().sequence()) {
      console.say(
          "the second is the older one: where "
              + before.releaseName()
              + " has been installed it is refused");
    }
  }

  private static String sentence(Value value) {
    return value.name() + " " + value.before() + " -> " + value.after();
  }

  private static String words(ComponentDifference difference) {
    return switch (difference) {
      case Added(_, int files, long bytes) -> "new, " + files(files) + ", " + ByteCount.text(bytes);
      case Removed(_, int files, long bytes) ->
          "gone, " + files(files) + ", " + ByteCount.text(bytes);
      case Changed changed -> words(changed);
    };
  }

  private static String words(Changed changed) {
    var parts = new ArrayList<String>();
    changed.values().forEach(value -> parts.add(sentence(value)));
    add(changed.changed(), "changed", parts);
    add(changed.added(), "added", parts);
    add(changed.removed(), "removed", parts);
    if (changed.newBytes() > 0) {
      parts.add(ByteCount.text(changed.newBytes()) + " new");
    }
    return String.join("; ", parts);
  }

  /// One file is named, several are counted.
  private static void add(List<String> paths, String what, List<String> parts) {
    if (paths.size() == 1) {
      parts.add(paths.getFirst() + " " + what);
    } else if (!paths.isEmpty()) {
      parts.add(files(paths.size()) + " " + what);
    }
  }

  private static String files(int count) {
    return count == 1 ? "1 file" : count + " files";
  }

  private static Json document(
      OpenedBundle before, OpenedBundle after, BundleDifference difference) {
    return Json.object()
        .put("before", before.releaseName())
        .put("after", after.releaseName())
        .put("values", values(difference.values()))
        .put(
            "components",
            difference.components().stream().map(DifferenceView::document).collect(Json.toArray()))
        .put("newBytes", difference.newBytes())
        .build();
  }

  private static Json document(ComponentDifference difference) {
    return switch (difference) {
      case Added(String id, int files, long bytes) -> whole(id, "added", files, bytes);
      case Removed(String id, int files, long bytes) -> whole(id, "removed", files, bytes);
      case Changed changed ->
          Json.object()
              .put("id", changed.id())
              .put("what", "changed")
              .put("values", values(changed.values()))
              .put("filesChanged", Json.strings(changed.changed()))
              .put("filesAdded", Json.strings(changed.added()))
              .put("filesRemoved", Json.strings(changed.removed()))
              .put("newBytes", changed.newBytes())
              .build();
    };
  }

  private static Json whole(String id, String what, int files, long bytes) {
    return Json.object()
        .put("id", id)
        .put("what", what)
        .put("files", files)
        .put("bytes", bytes)
        .build();
  }

  private static Json values(List<Value> values) {
    return values.stream()
        .map(
            value ->
                Json.object()
                    .put("name", value.name())
                    .put("before", value.before())
                    .put("after", value.after())
                    .build())
        .collect(Json.toArray());
  }
}

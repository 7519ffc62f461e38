package voxcrate.bundler.cli;

import java.util.List;
import java.util.OptionalLong;
import voxcrate.bundler.plan.FileChange;
import voxcrate.bundler.plan.RepositoryUpdate;
import voxcrate.cli.Console;
import voxcrate.json.Json;

/// Shows what is newer at the hub than in the lock file.
record UpdateView(Console console) {
  void show(List<RepositoryUpdate> updates) {
    updates.forEach(this::print);
    console.result(
        Json.object()
            .put("repositories", updates.stream().map(UpdateView::document).collect(Json.toArray()))
            .build());
  }

  private void print(RepositoryUpdate update) {
    console.print(update.name());
    console.print(
        "  locked  "
            + update.locked().map(commit -> "%.12s".formatted(commit)).orElse("not yet fetched"));
    console.print(
        "  hub     %.12s  %s%s"
            .formatted(update.atHub(), update.followed(), update.isCurrent() ? ", the same" : ""));
    update
        .pinnedBy()
        .ifPresent(
            recipe -> console.print("  pinned by the recipe " + recipe + ": an update leaves it"));
    update.changes().forEach(change -> console.print(line(change)));
  }

  private static String line(FileChange change) {
    if (change.after().isEmpty()) {
      return "%12s  %s".formatted("gone", change.path());
    }
    var was = change.before().isPresent() ? "was " + change.before().getAsLong() + " bytes" : "new";
    return "%12d  %s (%s)".formatted(change.after().getAsLong(), change.path(), was);
  }

  private static Json document(RepositoryUpdate update) {
    return Json.object()
        .put("name", update.name())
        .putIfPresent("locked", update.locked().map(commit -> Json.of(commit.hex())))
        .put("revision", update.followed().name())
        .put("hub", update.atHub().hex())
        .putIfPresent("pinnedBy", update.pinnedBy().map(Json::of))
        .put("changes", update.changes().stream().map(UpdateView::change).collect(Json.toArray()))
        .build();
  }

  private static Json change(FileChange change) {
    var document = Json.object().put("path", change.path().value());
    put(document, "before", change.before());
    put(document, "after", change.after());
    return document.build();
  }

  private static void put(Json.Builder document, String name, OptionalLong bytes) {
    bytes.ifPresent(value -> document.put(name, value));
  }
}

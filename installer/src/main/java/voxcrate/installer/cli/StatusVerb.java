package voxcrate.installer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.cli.Console;
import voxcrate.cli.Program;
import voxcrate.files.DataFolder;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.InstallState;
import voxcrate.installer.status.InstalledRelease;
import voxcrate.installer.status.InstalledRelease.Role;
import voxcrate.installer.status.Inventory;
import voxcrate.installer.status.Memory;
import voxcrate.installer.status.Occupied;
import voxcrate.installer.status.SignerMark;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;
import voxcrate.progress.ByteCount;

/// `voxcrate-installer status`.
@Command(
    name = "status",
    description =
        "Which release is in use, who signed it, which one can be gone back to, and the room that"
            + " all takes.",
    footer = {"", "Example:  ~/voxcrate/bin/voxcrate-installer status"})
public final class StatusVerb extends InstallerVerb {
  /// What is shown.
  private record Shown(
      InstallLayout layout,
      Memory memory,
      Optional<String> current,
      Optional<String> linked,
      List<InstalledRelease> releases,
      Occupied room,
      Occupied transcripts,
      Optional<DataFolder> data) {}

  @Override
  protected ExitStatus run(Console console) throws Exception {
    var shown = look(layout());
    print(shown, console);
    console.result(document(shown));
    return switch (shown.memory) {
      case Memory.Known _, Memory.Empty _ -> ExitStatus.DONE;
      case Memory.Damaged(var problem) -> {
        console.problem(problem);
        yield problem.code().exit();
      }
    };
  }

  private static Shown look(InstallLayout layout) throws IOException {
    var memory = Memory.of(layout);
    var home =
        Optional.ofNullable(System.getProperty("user.home")).filter(name -> !"?".equals(name));
    return new Shown(
        layout,
        memory,
        Inventory.current(layout, memory),
        Inventory.linked(layout),
        Inventory.of(layout, memory),
        Occupied.of(layout.prefix(), layout.data()),
        Occupied.of(layout.data()),
        DataFolder.of(layout.data(), System.getenv(), home.map(Path::of)));
  }

  private static void print(Shown shown, Console console) {
    line(console, "prefix", shown.layout.prefix().toString());
    line(console, "installer", Program.Version.number());
    line(console, "current", named(shown, Role.CURRENT).orElse("nothing installed"));
    line(console, "previous", named(shown, Role.PREVIOUS).orElse("none"));
    for (var release : shown.releases) {
      if (release.role() == Role.SPARE) {
        line(console, "spare", told(release) + "; voxcrate-installer prune drops it");
      }
    }
    line(console, "room", told(shown.room));
    line(console, "transcripts", told(shown.transcripts));
    line(
        console,
        "new ones",
        "go where -o says, or to the current folder; where that cannot be written to, "
            + shown
                .data
                .map(data -> "to " + data.path() + " (" + data.why() + ")")
                .orElse("name a place: " + DataFolder.VARIABLE + "=DIR"));
    switch (shown.memory) {
      case Memory.Known(var state) -> print(state, shown, console);
      case Memory.Empty _ -> {}
      case Memory.Damaged _ -> line(console, "memory", "damaged; above is what the disk shows");
    }
  }

  private static String told(Occupied occupied) {
    var files = occupied.files() + (occupied.files() == 1 ? " file" : " files");
    var part = occupied.complete() ? "" : ", as far as this user may look";
    return ByteCount.text(occupied.bytes()) + " in " + files + part;
  }

  private static void print(InstallState state, Shown shown, Console console) {
    var pins = state.pins();
    line(
        console,
        "trust",
        pins.threshold()
            + " of "
            + pins.keys().size()
            + (pins.keys().size() == 1 ? " key" : " keys")
            + " must sign: "
            + labels(state));
    line(
        console,
        "sequence",
        state.highestSequence() + " seen; below " + state.floor() + " nothing is accepted");
    for (var link : state.links().stream().sorted().toList()) {
      line(console, "link", link.toString());
    }
    if (isRevoked(shown)) {
      line(console, "revoked", "the release in use: install a newer bundle");
    }
    if (!shown.current.equals(shown.linked)) {
      line(
          console,
          "unfinished",
          "an install or roll back was cut short; the next one cleans up, or run repair with the"
              + " bundle");
    }
  }

  private static String labels(InstallState state) {
    return state.pins().keys().stream()
        .map(Fingerprint::label)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static void line(Console console, String name, String value) {
    console.print(String.format(java.util.Locale.ROOT, "%-12s%s", name, value));
  }

  private static Optional<String> named(Shown shown, Role role) {
    return shown.releases.stream()
        .filter(release -> release.role() == role)
        .findFirst()
        .map(StatusVerb::told);
  }

  private static String told(InstalledRelease release) {
    var origin =
        release
            .bundle()
            .map(
                bundle ->
                    ", version "
                        + bundle.manifest().version()
                        + " of "
                        + bundle.manifest().created()
                        + (bundle.revoked() ? ", revoked" : ""))
            .orElse(", its manifest is gone or damaged");
    var signers =
        release.signers().stream().map(StatusVerb::told).collect(Collectors.joining(", "));
    return release.name()
        + origin
        + (signers.isEmpty() ? ", no signature kept" : ", signed by " + signers);
  }

  private static String told(SignerMark mark) {
    return switch (mark) {
      case SignerMark.Verified(var key, var revoked) ->
          key.label() + (revoked ? " (revoked since)" : "");
      case SignerMark.Unknown(var label) -> label + " (a key not kept here)";
      case SignerMark.Broken(var label) -> label + " (does not verify any more)";
    };
  }

  private static boolean isRevoked(Shown shown) {
    return shown.releases.stream()
        .filter(release -> release.role() == Role.CURRENT)
        .flatMap(release -> release.bundle().stream())
        .anyMatch(InstalledRelease.Origin::revoked);
  }

  private static Json document(Shown shown) {
    var document =
        Json.object()
            .put("prefix", shown.layout.prefix().toString())
            .put("installer", Program.Version.number())
            .putIfPresent("current", shown.current.map(Json::of))
            .putIfPresent("previous", name(shown, Role.PREVIOUS).map(Json::of))
            .put(
                "releases",
                shown.releases.stream().map(StatusVerb::document).collect(Json.toArray()))
            .put("bytes", shown.room.bytes())
            .put("files", shown.room.files())
            .put("transcriptBytes", shown.transcripts.bytes())
            .putIfPresent("dataFolder", shown.data.map(data -> Json.of(data.path().toString())))
            .put("currentRevoked", isRevoked(shown));
    switch (shown.memory) {
      case Memory.Known(var state) ->
          document
              .put("memory", "known")
              .put("highestSequence", state.highestSequence())
              .put("floor", state.floor())
              .put("threshold", state.pins().threshold())
              .put(
                  "trustedKeys",
                  Json.strings(
                      state.pins().keys().stream().map(Fingerprint::toString).sorted().toList()))
              .put(
                  "links",
                  Json.strings(state.links().stream().map(Path::toString).sorted().toList()));
      case Memory.Empty _ ->
          document.put("memory", "empty").put("highestSequence", 0).put("floor", 0);
      case Memory.Damaged(var problem) ->
          document.put("memory", "damaged").put("code", problem.code().id());
    }
    return document.build();
  }

  private static Optional<String> name(Shown shown, Role role) {
    return shown.releases.stream()
        .filter(release -> release.role() == role)
        .map(InstalledRelease::name)
        .findFirst();
  }

  private static Json document(InstalledRelease release) {
    var document =
        Json.object()
            .put("name", release.name())
            .put("role", release.role().name().toLowerCase(java.util.Locale.ROOT))
            .put("ownBytes", release.ownBytes())
            .put(
                "signers",
                release.signers().stream().map(StatusVerb::document).collect(Json.toArray()));
    release
        .bundle()
        .ifPresent(
            origin ->
                document
                    .put("version", origin.manifest().version())
                    .put("sequence", origin.manifest().sequence())
                    .put("created", origin.manifest().created().toString())
                    .put("bundle", origin.id().toString())
                    .put("revoked", origin.revoked()));
    return document.build();
  }

  private static Json document(SignerMark mark) {
    return switch (mark) {
      case SignerMark.Verified(var key, var revoked) ->
          Json.object()
              .put("label", key.label())
              .put("fingerprint", key.toString())
              .put("verifies", true)
              .put("revoked", revoked)
              .build();
      case SignerMark.Unknown(var label) -> Json.object().put("label", label).build();
      case SignerMark.Broken(var label) ->
          Json.object().put("label", label).put("verifies", false).build();
    };
  }
}

package voxcrate.installer.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.files.Durable;
import voxcrate.installer.change.Changes;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// What an installation remembers, in `trust/state.json`. Sequence, floor, time and what is
/// revoked only grow.
///
/// @param current the release in use, proved good by its self-test; null before the first
/// @param currentBundle the bundle it came from
/// @param previous the good release before it
/// @param pending the release that is being tried; null between installs
/// @param newestTime the latest time seen in verified data: a clock that is behind it is wrong
/// @param pins whom the installation trusts
/// @param links to the launchers, made outside the prefix because that was asked for
public record InstallState(
    @Nullable String current,
    @Nullable BundleId currentBundle,
    @Nullable String previous,
    @Nullable String pending,
    long highestSequence,
    long floor,
    Instant newestTime,
    Pins pins,
    Set<Path> links) {
  private static final String TYPE = "voxcrate-install-state/1";
  private static final String RIGHTS = "rw-r--r--";

  public InstallState {
    links = Set.copyOf(links);
  }

  /// Before anything is installed.
  public static InstallState before(Pins pins) {
    return new InstallState(null, null, null, null, 0, 0, Instant.EPOCH, pins, Set.of());
  }

  /// @return empty before the first install
  /// @throws ToolException when the file is there and does not hold what an installer has written
  public static Optional<InstallState> read(InstallLayout layout) throws IOException {
    if (!Files.exists(layout.state())) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(Files.readAllBytes(layout.state())));
    } catch (AccessDeniedException e) {
      throw damaged(layout, "no right to read it", e);
    } catch (JsonException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw damaged(layout, String.valueOf(e.getMessage()), e);
    }
  }

  private static ToolException damaged(InstallLayout layout, String found, Exception cause) {
    return new ToolException(
        Problem.of(
            InstallCode.STATE_DAMAGED,
            "The memory of this installation cannot be read",
            "reading " + layout.state(),
            found,
            "go on transcribing: what is installed runs without it; it is needed to install, to"
                + " roll back and to change trust",
            "put the file back from a backup of this folder, with the right to read it",
            "or remove the installation, transcripts stay, and install again from a bootstrap that"
                + " was checked against paper: voxcrate-installer uninstall"),
        cause);
  }

  private static InstallState parse(byte[] document) {
    var json = JsonReader.readObject(document);
    var bundle = text(json, "currentBundle");
    var pins = Pins.of(json.object("trusted"));
    if (text(json, "current") != null && !pins.canAccept()) {
      throw new JsonException("fewer keys than must sign");
    }
    return new InstallState(
        text(json, "current"),
        bundle == null ? null : new BundleId(new Digest(bundle)),
        text(json, "previous"),
        text(json, "pending"),
        json.integer("highestSequence"),
        json.integer("floor"),
        Instant.parse(json.text("newestTime")),
        pins,
        links(json));
  }

  private static Set<Path> links(Json.Obj json) {
    return json.find("links").isEmpty()
        ? Set.of()
        : json.array("links").stream()
            .filter(Json.Str.class::isInstance)
            .map(text -> Path.of(((Json.Str) text).value()))
            .collect(Collectors.toSet());
  }

  private static @Nullable String text(Json.Obj json, String name) {
    return json.find(name).isPresent() ? json.text(name) : null;
  }

  public void write(InstallLayout layout) throws IOException {
    Durable.write(layout.state(), document(), RIGHTS);
  }

  public void write(InstallLayout layout, Changes changes) throws IOException {
    changes.replace(layout.state(), document(), RIGHTS);
  }

  /// Tells this state from all others.
  public Digest digest() {
    return Digest.of(new String(document(), UTF_8));
  }

  private byte[] document() {
    var bundle = Optional.ofNullable(currentBundle).map(id -> id.manifest().hex());
    var document =
        Json.object()
            .put("_type", TYPE)
            .putIfPresent("current", Optional.ofNullable(current).map(Json::of))
            .putIfPresent("currentBundle", bundle.map(Json::of))
            .putIfPresent("previous", Optional.ofNullable(previous).map(Json::of))
            .putIfPresent("pending", Optional.ofNullable(pending).map(Json::of))
            .put("highestSequence", highestSequence)
            .put("floor", floor)
            .put("newestTime", newestTime.toString())
            .put("trusted", pins.document());
    if (!links.isEmpty()) {
      document.put("links", Json.strings(links.stream().map(Path::toString).sorted().toList()));
    }
    return JsonWriter.indented(document.build()).getBytes(UTF_8);
  }

  /// A release is about to be tried.
  public InstallState trying(String release) {
    return new InstallState(
        current, currentBundle, previous, release, highestSequence, floor, newestTime, pins, links);
  }

  /// The trial is over and the release was not good.
  public InstallState abandoned() {
    return new InstallState(
        current, currentBundle, previous, null, highestSequence, floor, newestTime, pins, links);
  }

  /// `release` is good and in use.
  public InstallState good(String release, BundleId bundle, Manifest manifest) {
    return new InstallState(
        release,
        bundle,
        release.equals(current) ? previous : current,
        null,
        Math.max(highestSequence, manifest.sequence()),
        Math.max(floor, manifest.minSequence()),
        manifest.created().isAfter(newestTime) ? manifest.created() : newestTime,
        pins,
        links);
  }

  /// Back to `release`, which was good before.
  public InstallState rolledBack(String release, BundleId bundle) {
    return new InstallState(
        release, bundle, current, null, highestSequence, floor, newestTime, pins, links);
  }

  /// Whom the installation trusts has changed, and nothing else.
  public InstallState trusting(Pins changed) {
    return new InstallState(
        current,
        currentBundle,
        previous,
        pending,
        highestSequence,
        floor,
        newestTime,
        changed,
        links);
  }

  /// The release before the current one is about to be dropped.
  public InstallState withoutPrevious() {
    return new InstallState(
        current, currentBundle, null, pending, highestSequence, floor, newestTime, pins, links);
  }

  /// With links to the launchers that an uninstall has to remove.
  public InstallState linking(Set<Path> more) {
    var all = new HashSet<>(links);
    all.addAll(more);
    return new InstallState(
        current, currentBundle, previous, pending, highestSequence, floor, newestTime, pins, all);
  }
}

package voxcrate.installer.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.files.Durable;
import voxcrate.installer.change.Changes;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;

/// What an installation remembers, in `trust/state.json`. Sequence, floor, time and what is
/// revoked only grow.
///
/// @param current the release in use, proved good by its self-test; null before the first
/// @param currentBundle the bundle it came from
/// @param previous the good release before it
/// @param pending the release that is being tried; null between installs
/// @param newestTime the latest time seen in verified data: a clock that is behind it is wrong
/// @param pins whom the installation trusts
public record InstallState(
    @Nullable String current,
    @Nullable BundleId currentBundle,
    @Nullable String previous,
    @Nullable String pending,
    long highestSequence,
    long floor,
    Instant newestTime,
    Pins pins) {
  private static final String TYPE = "voxcrate-install-state/1";
  private static final String RIGHTS = "rw-r--r--";

  /// Before anything is installed.
  public static InstallState before(Pins pins) {
    return new InstallState(null, null, null, null, 0, 0, Instant.EPOCH, pins);
  }

  public static Optional<InstallState> read(InstallLayout layout) throws IOException {
    return Files.exists(layout.state())
        ? Optional.of(parse(Files.readAllBytes(layout.state())))
        : Optional.empty();
  }

  private static InstallState parse(byte[] document) {
    var json = JsonReader.readObject(document);
    var bundle = text(json, "currentBundle");
    return new InstallState(
        text(json, "current"),
        bundle == null ? null : new BundleId(new Digest(bundle)),
        text(json, "previous"),
        text(json, "pending"),
        json.integer("highestSequence"),
        json.integer("floor"),
        Instant.parse(json.text("newestTime")),
        Pins.of(json.object("trusted")));
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
            .put("trusted", pins.document())
            .build();
    return JsonWriter.indented(document).getBytes(UTF_8);
  }

  /// A release is about to be tried.
  public InstallState trying(String release) {
    return new InstallState(
        current, currentBundle, previous, release, highestSequence, floor, newestTime, pins);
  }

  /// The trial is over and the release was not good.
  public InstallState abandoned() {
    return new InstallState(
        current, currentBundle, previous, null, highestSequence, floor, newestTime, pins);
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
        pins);
  }

  /// Back to `release`, which was good before.
  public InstallState rolledBack(String release, BundleId bundle) {
    return new InstallState(
        release, bundle, current, null, highestSequence, floor, newestTime, pins);
  }

  /// Whom the installation trusts has changed, and nothing else.
  public InstallState trusting(Pins changed) {
    return new InstallState(
        current, currentBundle, previous, pending, highestSequence, floor, newestTime, changed);
  }
}

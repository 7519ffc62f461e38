package voxcrate.installer.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.bundle.trust.TrustPolicy.Waiver;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.files.Durable;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.Pins;
import voxcrate.json.Json;
import voxcrate.json.JsonWriter;

/// What was installed, from which bundle, by which signatures: one JSON document a line, only ever
/// appended to. It names no place and no person, so that it can be carried out.
final class InstallLog {
  private final InstallLayout layout;

  InstallLog(InstallLayout layout) {
    this.layout = layout;
  }

  /// @param event `installed` or `mended`
  /// @param waived refusals that the operator has overridden
  void staged(Instant time, String event, OpenedBundle bundle, Set<Waiver> waived)
      throws IOException {
    var manifest = bundle.manifest();
    var line =
        line(time, event)
            .put("release", bundle.releaseName())
            .put("version", manifest.version())
            .put("sequence", manifest.sequence())
            .put("created", manifest.created().toString())
            .put("bundle", bundle.id().toString())
            .put("signedBy", Json.strings(sorted(bundle.signers().signers())))
            .put("ignoredSignatures", Json.strings(bundle.signers().ignored()));
    if (!waived.isEmpty()) {
      line.put("although", Json.strings(waived.stream().map(Waiver::words).sorted().toList()));
    }
    append(
        line.put("checks", Json.strings(checksOf(bundle)))
            .put("selfTest", "passed")
            .put("result", "in use"));
  }

  /// What was checked before the release came into use, in the order of the checks.
  private static List<String> checksOf(OpenedBundle bundle) {
    var manifest = bundle.manifest();
    long bytes = manifest.entries().stream().mapToLong(Entry::size).sum();
    int signers = bundle.signers().signers().size();
    return List.of(
        "signatures over bundle.json and SHA256SUMS: "
            + signers
            + (signers == 1 ? " trusted key" : " trusted keys"),
        "policy: product, channel, platform, installer, revocation, sequence "
            + manifest.sequence()
            + ", floor, end",
        "safe prefix and room",
        "every byte on the medium against its signed digest, "
            + manifest.entries().size()
            + " files with "
            + bytes
            + " bytes laid out",
        "self-test of the engine on this machine: passed");
  }

  void rolledBack(Instant time, String release) throws IOException {
    append(
        line(time, "rolled back")
            .put("release", release)
            .put(
                "checks",
                Json.strings(
                    List.of(
                        "policy: platform, installer, revocation, floor",
                        "self-test of the engine on this machine: passed")))
            .put("selfTest", "passed")
            .put("result", "in use"));
  }

  void pruned(Instant time, List<String> releases) throws IOException {
    append(line(time, "pruned").put("releases", Json.strings(releases)).put("result", "dropped"));
  }

  /// @param event such as `key added`
  /// @param subject the key or the bundle
  void trustChanged(Instant time, String event, String subject, Pins now) throws IOException {
    append(
        line(time, event)
            .put("subject", subject)
            .put("trustedKeys", Json.strings(sorted(now.keys())))
            .put("threshold", now.threshold())
            .put("result", "in force"));
  }

  private static List<String> sorted(Set<Fingerprint> keys) {
    return keys.stream().map(Fingerprint::toString).sorted().toList();
  }

  private static Json.Builder line(Instant time, String event) {
    return Json.object().put("time", time.toString()).put("event", event);
  }

  private void append(Json.Builder event) throws IOException {
    var line = JsonWriter.compact(event.build()) + "\n";
    try (var channel =
        FileChannel.open(
            layout.installLog(),
            Set.of(
                StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS))) {
      Durable.writeFully(channel, ByteBuffer.wrap(line.getBytes(UTF_8)));
      channel.force(true);
    }
    Files.setPosixFilePermissions(
        layout.installLog(), PosixFilePermissions.fromString("rw-r--r--"));
  }
}

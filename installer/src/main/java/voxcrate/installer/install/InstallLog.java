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
    var line =
        line(time, event)
            .put("release", bundle.releaseName())
            .put("version", bundle.manifest().version())
            .put("bundle", bundle.id().toString())
            .put("signedBy", Json.strings(sorted(bundle.signers().signers())))
            .put("ignoredSignatures", Json.strings(bundle.signers().ignored()));
    if (!waived.isEmpty()) {
      line.put("although", Json.strings(waived.stream().map(Waiver::words).sorted().toList()));
    }
    append(line.put("selfTest", "passed"));
  }

  void rolledBack(Instant time, String release) throws IOException {
    append(line(time, "rolled back").put("release", release).put("selfTest", "passed"));
  }

  /// @param event such as `key added`
  /// @param subject the key or the bundle
  void trustChanged(Instant time, String event, String subject, Pins now) throws IOException {
    append(
        line(time, event)
            .put("subject", subject)
            .put("trustedKeys", Json.strings(sorted(now.keys())))
            .put("threshold", now.threshold()));
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

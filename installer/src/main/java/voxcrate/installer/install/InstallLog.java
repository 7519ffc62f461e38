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
import java.util.Set;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.files.Durable;
import voxcrate.installer.layout.InstallLayout;
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
  void staged(Instant time, String event, OpenedBundle bundle) throws IOException {
    var keys = bundle.signers().signers().stream().map(Fingerprint::toString).sorted().toList();
    append(
        line(time, event, bundle.releaseName())
            .put("version", bundle.manifest().version())
            .put("bundle", bundle.id().toString())
            .put("signedBy", Json.strings(keys))
            .put("ignoredSignatures", Json.strings(bundle.signers().ignored()))
            .put("selfTest", "passed"));
  }

  void rolledBack(Instant time, String release) throws IOException {
    append(line(time, "rolled back", release).put("selfTest", "passed"));
  }

  private static Json.Builder line(Instant time, String event, String release) {
    return Json.object().put("time", time.toString()).put("event", event).put("release", release);
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

package voxcrate.installer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.files.Durable;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.json.Json;
import voxcrate.json.JsonWriter;

/// What was installed, from which bundle, by which signatures: one JSON document a line, only ever
/// appended to.
final class InstallLog {
  private final InstallLayout layout;

  InstallLog(InstallLayout layout) {
    this.layout = layout;
  }

  void installed(Instant time, String release, BundleId bundle, Iterable<Fingerprint> signers)
      throws IOException {
    var keys = new java.util.ArrayList<String>();
    signers.forEach(signer -> keys.add(signer.toString()));
    append(
        Json.object()
            .put("time", time.toString())
            .put("event", "installed")
            .put("release", release)
            .put("bundle", bundle.toString())
            .put("signedBy", Json.strings(List.copyOf(keys)))
            .build());
  }

  void rolledBack(Instant time, String release) throws IOException {
    append(
        Json.object()
            .put("time", time.toString())
            .put("event", "rolled back")
            .put("release", release)
            .build());
  }

  private void append(Json event) throws IOException {
    Files.createDirectories(layout.log());
    try (var channel =
        FileChannel.open(
            layout.installLog(),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND)) {
      Durable.writeFully(
          channel, ByteBuffer.wrap((JsonWriter.compact(event) + "\n").getBytes(UTF_8)));
      channel.force(true);
    }
  }
}

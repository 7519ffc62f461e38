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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.bundle.trust.TrustPolicy.Waiver;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.files.Durable;
import voxcrate.installer.change.Changes;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.InstallState;
import voxcrate.installer.layout.Pins;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;

/// What was installed, from which bundle, by which signatures: one JSON document a line, only ever
/// appended to. It names no place and no person, so that it can be carried out.
final class InstallLog {
  private final InstallLayout layout;

  InstallLog(InstallLayout layout) {
    this.layout = layout;
  }

  /// What a log line says. It is written down before what it says is so, and appended afterwards:
  /// a run that is killed in between leaves it to the next one.
  record Line(String text) {}

  /// @param event `installed` or `mended`
  /// @param waived refusals that the operator has overridden
  static Line staged(Instant time, String event, OpenedBundle bundle, Set<Waiver> waived) {
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
    return of(
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

  static Line rolledBack(Instant time, String release) {
    return of(
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
    append(
        of(line(time, "pruned").put("releases", Json.strings(releases)).put("result", "dropped"))
            .text()
            .getBytes(UTF_8));
  }

  /// @param event such as `key added`
  /// @param subject the key or the bundle
  static Line trustChanged(Instant time, String event, String subject, Pins now) {
    return of(
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

  private static Line of(Json.Builder event) {
    return new Line(JsonWriter.compact(event.build()) + "\n");
  }

  /// Writes `line` down, to be appended once the state of the installation is `state`.
  void prepare(Line line, InstallState state, Changes changes) throws IOException {
    changes.ownFolder(layout.log(), "rwxr-xr-x");
    var document =
        Json.object().put("state", state.digest().hex()).put("line", line.text()).build();
    changes.replace(layout.unlogged(), JsonWriter.indented(document).getBytes(UTF_8), "rw-r--r--");
  }

  /// Appends what was written down, by this run or by one that was killed, if it has become so.
  void settle() throws IOException {
    if (!Files.exists(layout.unlogged(), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    var unlogged = JsonReader.readObject(Files.readAllBytes(layout.unlogged()));
    var state = InstallState.read(layout);
    if (state.isPresent() && state.get().digest().hex().equals(unlogged.text("state"))) {
      append(unlogged.text("line").getBytes(UTF_8));
    }
    Files.delete(layout.unlogged());
    Durable.syncFolder(layout.log());
  }

  /// Appends `line` where it is not the last one yet. What follows the last whole line was cut
  /// short, and is the beginning of this one.
  private void append(byte[] line) throws IOException {
    try (var channel =
        FileChannel.open(
            layout.installLog(),
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")))) {
      // Whatever the umask.
      Files.setPosixFilePermissions(
          layout.installLog(), PosixFilePermissions.fromString("rw-r--r--"));
      long whole = endOfWholeLines(channel);
      if (endsWith(channel, whole, line)) {
        Durable.sync(channel, whole);
      } else {
        appendAt(channel, whole, line);
      }
    }
    Durable.syncFolder(layout.log());
  }

  /// A disk may lose the beginning of a line and keep its end, which would look like a line: what
  /// was not written as a whole is taken away again.
  private static void appendAt(FileChannel channel, long end, byte[] line) throws IOException {
    try {
      channel.truncate(end);
      channel.position(end);
      Durable.writeFully(channel, ByteBuffer.wrap(line));
      Durable.sync(channel, end + line.length);
    } catch (IOException e) {
      try {
        channel.truncate(end);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private static long endOfWholeLines(FileChannel channel) throws IOException {
    var one = ByteBuffer.allocate(1);
    for (long end = channel.size(); end > 0; end--) {
      channel.read(one.clear(), end - 1);
      if (one.get(0) == '\n') {
        return end;
      }
    }
    return 0;
  }

  private static boolean endsWith(FileChannel channel, long end, byte[] line) throws IOException {
    var last = ByteBuffer.allocate(line.length);
    while (end >= line.length && last.hasRemaining()) {
      if (channel.read(last, end - line.length + last.position()) < 0) {
        return false;
      }
    }
    return Arrays.equals(last.array(), line);
  }
}

package voxcrate.installer.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import voxcrate.files.Mount;
import voxcrate.json.Json;
import voxcrate.machine.Processor;

/// What a builder has to know of a machine to make a bundle for it, in the form of
/// `docs/machine-profile.md`. It names no person, machine or folder.
public final class MachineProfile {
  /// First member of each profile; also how a file is known to be one.
  public static final String TYPE = "voxcrate-profile/1";

  private MachineProfile() {}

  /// What is installed there already.
  ///
  /// @param release its name, `SEQUENCE-12hex`
  /// @param bundle digest of its manifest
  public record Installed(String release, String version, long sequence, String bundle) {}

  /// @param prefix where an installation lies or would lie; its name is not told
  /// @param made by the machine's clock
  public static Json.Obj of(
      Machine machine, Path prefix, Optional<Installed> installed, Instant made)
      throws IOException {
    return Json.object()
        .put("_type", TYPE)
        .put("made", made.truncatedTo(ChronoUnit.DAYS).toString())
        .put("platform", platform(machine))
        .put("processor", document(machine.processor()))
        .put("memory", document(machine.memory()))
        .put(
            "disks",
            Json.object().put("prefix", disk(prefix)).put("tmp", disk(Path.of("/tmp"))).build())
        .put("graphics", document(machine.graphics()))
        .putIfPresent("installed", installed.map(MachineProfile::document))
        .build();
  }

  private static Json platform(Machine machine) {
    var arch = System.getProperty("os.arch");
    return Json.object()
        .put("os", System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT))
        .put("arch", arch.equals("amd64") ? "x86_64" : arch)
        .put("distribution", machine.distribution())
        .put("kernel", machine.kernel())
        .putIfPresent("glibc", CLibrary.ofThisMachine().map(library -> Json.of(library.toString())))
        .put("selinux", machine.selinuxEnforces())
        .put("fapolicyd", machine.fapolicydRuns())
        .build();
  }

  private static Json document(Processor processor) {
    return Json.object()
        .put("model", processor.model())
        .put("threads", processor.threads())
        .put("fits", processor.missing().isEmpty())
        .put("flags", String.join(" ", processor.flags()))
        .build();
  }

  private static Json document(MainMemory memory) {
    return Json.object()
        .put("totalBytes", memory.total())
        .put("availableBytes", memory.available())
        .build();
  }

  private static Json disk(Path path) throws IOException {
    var document = Json.object();
    var mount = Mount.of(path);
    document.putIfPresent("type", mount.map(found -> Json.of(found.fileSystem())));
    document.putIfPresent("noexec", mount.map(found -> Json.of(!found.mayStart())));
    FileSystemRoom.of(path)
        .ifPresent(
            room -> {
              document
                  .put("freeBytes", room.freeBytes())
                  .put("totalBytes", room.totalBytes())
                  .put("readOnly", room.readOnly());
              room.freeInodes().ifPresent(free -> document.put("freeInodes", free));
            });
    return document.build();
  }

  private static Json document(Graphics graphics) {
    return switch (graphics) {
      case Graphics.None _ -> Json.object().put("state", "none").build();
      case Graphics.Unusable(var reason) ->
          Json.object().put("state", "unusable").put("reason", reason).build();
      case Graphics.Usable(var driver, var cuda, var source, var cards) ->
          Json.object()
              .put("state", "usable")
              .put("driver", driver)
              .put("cuda", cuda)
              .put("source", source)
              .put("cards", cards.stream().map(MachineProfile::document).collect(Json.toArray()))
              .build();
    };
  }

  private static Json document(Graphics.Card card) {
    return Json.object()
        .put("name", card.name())
        .put("computeCapability", card.capability())
        .put("totalBytes", card.totalBytes())
        .put("freeBytes", card.freeBytes())
        .put("mig", card.mig())
        .build();
  }

  private static Json document(Installed installed) {
    return Json.object()
        .put("release", installed.release())
        .put("version", installed.version())
        .put("sequence", installed.sequence())
        .put("bundle", installed.bundle())
        .build();
  }
}

package voxcrate.installer.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.machine.Graphics;
import voxcrate.installer.machine.Machine;
import voxcrate.installer.status.InstalledRelease;
import voxcrate.installer.status.InstalledRelease.Role;
import voxcrate.installer.status.Inventory;
import voxcrate.installer.status.Memory;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Looks at everything, whatever fails on the way.
public final class Doctor {
  private static final String ON_CARDS = "onnxruntime_providers_cuda";

  private final InstallLayout layout;
  private final Machine machine;
  private final Clock clock;
  private final ProgressListener progress;

  public Doctor(InstallLayout layout, Machine machine, Clock clock, ProgressListener progress) {
    this.layout = layout;
    this.machine = machine;
    this.clock = clock;
    this.progress = progress;
  }

  /// @param inference whether the engine is tried, which takes the longest
  public Diagnosis look(boolean inference) throws IOException {
    var memory = Memory.of(layout);
    var releases = Inventory.of(layout, memory);
    var current = releases.stream().filter(release -> release.role() == Role.CURRENT).findFirst();
    var findings = new ArrayList<Finding>();
    findings.addAll(installation(memory, current));
    if (!releases.isEmpty()) {
      findings.addAll(attempt(new FilesCheck(layout, releases, progress)));
      findings.addAll(attempt(new RightsCheck(layout)));
    }
    var manifest = current.flatMap(InstalledRelease::bundle).map(InstalledRelease.Origin::manifest);
    findings.addAll(attempt(disk(manifest)));
    findings.addAll(
        attempt(new PlatformCheck(machine, manifest.map(Doctor::largestModel).orElse(0L))));
    findings.addAll(attempt(new ClockCheck(layout, clock, newestSigned(memory, manifest))));
    var graphics = machine.graphics();
    var engine = current.map(release -> new Engine(layout.release(release.name())));
    boolean onCards = engine.filter(Doctor::computesOnCards).isPresent();
    findings.addAll(attempt(new GraphicsCheck(graphics, onCards)));
    if (engine.isPresent()) {
      findings.addAll(engine(engine.get(), targets(graphics, onCards), inference));
    }
    return new Diagnosis(findings, current.map(InstalledRelease::name));
  }

  private List<Finding> engine(Engine engine, List<String> targets, boolean inference) {
    var starts = attempt(new StartCheck(layout, machine, engine));
    boolean started = starts.stream().allMatch(Finding.Good.class::isInstance);
    if (!inference || !started) {
      var reason = inference ? "the engine does not start" : "not asked for";
      return Stream.concat(starts.stream(), Stream.of(new Finding.Skipped("inference", reason)))
          .toList();
    }
    return Stream.concat(
            starts.stream(),
            attempt(new InferenceCheck(layout, engine, targets, progress)).stream())
        .toList();
  }

  private List<Finding> installation(Memory memory, Optional<InstalledRelease> current) {
    return switch (memory) {
      case Memory.Known _ ->
          List.of(
              current
                  .<Finding>map(
                      release -> new Finding.Good("installation", "release " + release.name()))
                  .orElseGet(() -> Finding.bad("installation", gone())));
      case Memory.Empty _ ->
          List.of(
              new Finding.Skipped("installation", "nothing is installed in " + layout.prefix()));
      case Memory.Damaged(var problem) -> List.of(Finding.bad("installation", problem));
    };
  }

  private Problem gone() {
    return Problem.of(
        DoctorCode.FILES_DAMAGED,
        "The release in use is gone",
        "looking at " + layout.releases(),
        "no folder of that name",
        "insert the medium and run its bootstrap, or: " + Commands.repair(layout));
  }

  /// A check that breaks down is a finding, and the others go on.
  private static List<Finding> attempt(Check check) {
    try {
      return check.look();
    } catch (ToolException e) {
      return List.of(Finding.bad(check.name(), e));
    } catch (IOException | UncheckedIOException e) {
      return List.of(
          new Finding.Skipped(
              check.name(), e.getClass().getSimpleName() + ": " + String.valueOf(e.getMessage())));
    }
  }

  private DiskCheck disk(Optional<Manifest> manifest) {
    return new DiskCheck(
        layout,
        manifest.map(Doctor::bytes).orElse(0L),
        manifest.map(known -> (long) known.entries().size()).orElse(0L));
  }

  private static long bytes(Manifest manifest) {
    return manifest.entries().stream().filter(entry -> !entry.same()).mapToLong(Entry::size).sum();
  }

  private static long largestModel(Manifest manifest) {
    return manifest.entries().stream()
        .filter(entry -> entry.path().value().startsWith("models/"))
        .mapToLong(Entry::size)
        .max()
        .orElse(0);
  }

  private static Instant newestSigned(Memory memory, Optional<Manifest> manifest) {
    var known = memory instanceof Memory.Known(var state) ? state.newestTime() : Instant.EPOCH;
    var created = manifest.map(Manifest::created).orElse(Instant.EPOCH);
    return known.isAfter(created) ? known : created;
  }

  private static boolean computesOnCards(Engine engine) {
    try (Stream<Path> files = Files.list(engine.release().resolve("engine/native"))) {
      return files.anyMatch(file -> String.valueOf(file.getFileName()).contains(ON_CARDS));
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> targets(Graphics graphics, boolean onCards) {
    var targets = new ArrayList<>(List.of("cpu"));
    if (onCards && graphics instanceof Graphics.Usable usable) {
      for (int i = 0; i < usable.cards().size(); i++) {
        targets.add("cuda:" + i);
      }
    }
    return targets;
  }
}

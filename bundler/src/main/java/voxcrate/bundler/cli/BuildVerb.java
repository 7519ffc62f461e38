package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import voxcrate.bundle.archive.VolumeLimit;
import voxcrate.bundler.build.BuildRequest;
import voxcrate.bundler.build.BundleBuild;
import voxcrate.bundler.build.BundleBuild.Built;
import voxcrate.bundler.build.Models;
import voxcrate.bundler.pack.Programs;
import voxcrate.cli.Console;
import voxcrate.cli.Program;
import voxcrate.cli.Verb;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `voxcrate-bundler build`.
@Command(
    name = "build",
    description = "Checks, fetches what is missing, converts, packs, signs and verifies.",
    footer = {"", "Example:  voxcrate-bundler build --out /media/STICK"})
public final class BuildVerb extends Verb {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder in which voxcrate-SEQUENCE appears.")
  Path out = Path.of("");

  @Mixin KeyOptions key = new KeyOptions();

  @Option(
      names = "--created",
      paramLabel = "TIME",
      description =
          "Time that every file carries, such as 2026-11-21T00:00:00Z (default:"
              + " SOURCE_DATE_EPOCH, else now).")
  @Nullable String created;

  @Option(
      names = "--sequence",
      paramLabel = "N",
      description = "Orders bundles (default: the seconds of the time of creation).")
  @Nullable Long sequence;

  @Option(
      names = "--volume-size",
      paramLabel = "SIZE|fat32|none",
      defaultValue = "fat32",
      converter = VolumeSize.class,
      description = "Largest file on the medium (default: ${DEFAULT-VALUE}).")
  VolumeLimit volumeLimit = VolumeLimit.FAT32;

  @Option(
      names = "--dist",
      paramLabel = "DIR",
      description = "Folder of the built programs (default: this program's own).")
  @Nullable Path dist;

  @Spec CommandSpec command;

  @Override
  protected ExitStatus run(Console console) throws IOException, InterruptedException {
    var programs = Programs.in(distFolder());
    var request = request(console);
    var jdk = Path.of(System.getProperty("java.home"));
    var built =
        new BundleBuild(recipes -> Models.NONE, programs, jdk, console.progress()).build(request);
    report(built, console);
    return ExitStatus.DONE;
  }

  private BuildRequest request(Console console) throws IOException {
    var time = time();
    long number = sequence == null ? time.getEpochSecond() : sequence;
    return new BuildRequest(
        List.of(),
        Program.Version.number(),
        number,
        time,
        volumeLimit,
        List.of(key.key(console)),
        out);
  }

  private Path distFolder() {
    if (dist != null) {
      return dist;
    }
    var own = System.getProperty("voxcrate.dist");
    if (own == null) {
      throw new ParameterException(
          command.commandLine(), "name the folder of the built programs: --dist DIR");
    }
    return Path.of(own);
  }

  private Instant time() {
    try {
      if (created != null) {
        return Instant.parse(created).truncatedTo(ChronoUnit.SECONDS);
      }
      var epoch = System.getenv("SOURCE_DATE_EPOCH");
      return epoch == null
          ? Instant.now().truncatedTo(ChronoUnit.SECONDS)
          : Instant.ofEpochSecond(Long.parseLong(epoch.strip()));
    } catch (DateTimeParseException | NumberFormatException e) {
      throw new ParameterException(
          command.commandLine(),
          "the time of creation is written as 2026-11-21T00:00:00Z, SOURCE_DATE_EPOCH in seconds",
          e);
    }
  }

  private static void report(Built built, Console console) {
    var manifest = built.bundle().manifest();
    console.print("Bundle    " + built.bundle().folder());
    console.print("  id      " + built.bundle().id());
    console.print("  size    " + manifest.payload().size() + " bytes of payload");
    if (built.models().packed().isEmpty()) {
      console.print("  models  none: it installs, and cannot yet say who spoke when");
    }
    console.print("Card      " + built.card() + "  (print it; it does not go on the medium)");
    console.result(
        Json.object()
            .put("folder", built.bundle().folder().toString())
            .put("card", built.card().toString())
            .put("id", built.bundle().id().toString())
            .put("sequence", manifest.sequence())
            .put("payloadBytes", manifest.payload().size())
            .build());
  }
}

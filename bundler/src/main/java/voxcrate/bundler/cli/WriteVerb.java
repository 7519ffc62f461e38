package voxcrate.bundler.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.bundler.build.Bootstrap;
import voxcrate.bundler.medium.BootstrapCopy;
import voxcrate.bundler.medium.Medium;
import voxcrate.bundler.medium.MediumCopy;
import voxcrate.bundler.pack.OperatorCard;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.files.Durable;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;
import voxcrate.progress.ByteCount;

/// `voxcrate-bundler write DIR MEDIUM`, `voxcrate-bundler write --bootstrap-only MEDIUM`.
@Command(
    name = "write",
    description = {
      "Copies a bundle to a medium, into MEDIUM/voxcrate-SEQUENCE, and reads it back from there."
          + " What is there already and whole is kept; nothing else on the medium is touched.",
      "With --bootstrap-only it carries the installer alone, to look at a machine that has nothing"
          + " yet."
    },
    footer = {
      "",
      "Example:  voxcrate-bundler write out/voxcrate-1795219200 /media/STICK",
      "          voxcrate-bundler write --bootstrap-only /media/STICK"
    })
public final class WriteVerb extends Verb {
  @Parameters(
      arity = "1..2",
      paramLabel = "PLACE",
      description =
          "The bundle's folder and the folder where the medium is mounted; with --bootstrap-only"
              + " the latter alone.")
  List<Path> places = List.of();

  @Option(
      names = "--bootstrap-only",
      description =
          "Carry no bundle: only what 'voxcrate-installer probe' needs, which says what a bundle"
              + " for that machine has to hold.")
  boolean bootstrapOnly;

  @Option(
      names = "--card-to",
      paramLabel = "DIR",
      description = "Folder for the card of --bootstrap-only (default: the current one).")
  Path cardFolder = Path.of("");

  @Mixin final TrustOptions trust = new TrustOptions();
  @Mixin final ProgramOptions dist = new ProgramOptions();

  @Spec CommandSpec command;

  @Override
  protected ExitStatus run(Console console) throws IOException {
    int wanted = bootstrapOnly ? 1 : 2;
    if (places.size() != wanted) {
      throw new ParameterException(
          command.commandLine(),
          bootstrapOnly ? "name the medium alone" : "name the bundle's folder and the medium");
    }
    if (bootstrapOnly) {
      writeBootstrap(places.getFirst(), console);
    } else {
      writeBundle(places.getFirst(), places.getLast(), console);
    }
    return ExitStatus.DONE;
  }

  private void writeBundle(Path folder, Path target, Console console) throws IOException {
    var keys = trust.keys(folder);
    var bundle = OpenedBundle.open(folder, keys);
    var carried = new MediumCopy(bundle, keys, Medium.of(target), console.progress()).write();
    new CarriedView(console).show(carried);
  }

  private void writeBootstrap(Path target, Console console) throws IOException {
    var medium = Medium.of(target);
    var work = Files.createTempDirectory("voxcrate-bootstrap-");
    try {
      var archive =
          Bootstrap.make(
              dist.programs(),
              Path.of(System.getProperty("java.home")),
              knownKeys(),
              ProgramOptions.usualTime(),
              work,
              console.progress());
      var carried =
          BootstrapCopy.write(
              archive, OperatorCard.forProbeWithBlanks(BootstrapCopy.FOLDER), medium);
      var card = cardFolder.resolve(BootstrapCopy.FOLDER + ".card.txt").toAbsolutePath();
      Durable.write(
          card,
          OperatorCard.forProbe(BootstrapCopy.FOLDER, carried.digest()).getBytes(UTF_8),
          "rw-r--r--");
      show(carried, card, console);
    } finally {
      Durable.deleteTree(work);
    }
  }

  /// The user's own release key, where there is one: then the bootstrap serves for an install too.
  private static List<TrustedKey> knownKeys() throws IOException {
    var file = KeyOptions.ofUser().publicFile();
    return Files.exists(file) ? List.of(TrustedKey.inFile(file)) : List.of();
  }

  private static void show(BootstrapCopy.Carried carried, Path card, Console console) {
    console.print(
        "Wrote %s to %s, and read it back%s"
            .formatted(
                ByteCount.text(carried.written()),
                carried.folder(),
                carried.uncached() ? " from the medium itself" : ""));
    console.print("card  " + card + "  (print it; it does not go on the medium)");
    console.result(
        Json.object()
            .put("folder", carried.folder().toString())
            .put("card", card.toString())
            .put("writtenBytes", carried.written())
            .put("digest", carried.digest().hex())
            .put("uncached", carried.uncached())
            .build());
  }
}

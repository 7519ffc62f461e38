package voxcrate.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import voxcrate.bundle.Digest;
import voxcrate.cli.Console;
import voxcrate.engine.resume.ResumeFile;
import voxcrate.stop.StopSignals;

/// Whether a run goes on where a killed one was.
final class ResumeOptions {
  private static final String EXTENSION = ".voxcrate-resume";

  @Option(
      names = "--resume",
      description = {
        "Go on where a run of the same command was when it was killed: it left",
        "NAME" + EXTENSION + " in the folder of -o."
      })
  boolean resume;

  /// The file beside a recording's results.
  ///
  /// @param name of the results
  /// @param identity of the work
  ResumeFile file(Path folder, String name, Supplier<Digest> identity, Console console) {
    var file = folder.resolve(name + EXTENSION);
    StopSignals.advise(": the same command with --resume goes on from here");
    if (!resume) {
      if (Files.exists(file)) {
        console.say("note: " + file + " of an earlier run is not used: --resume was not given");
      }
      return ResumeFile.afresh(file, identity.get());
    }
    boolean isThere = Files.exists(file);
    var taken = ResumeFile.takingUp(file, identity.get());
    if (taken.takesUp()) {
      console.say("going on with what an earlier run heard: " + file);
    } else if (isThere) {
      console.say(
          "note: "
              + file
              + " belongs to another recording, model or choice of options: starting afresh");
    } else {
      console.say("note: there is nothing to go on with: " + file + " is not there");
    }
    return taken;
  }
}

package voxcrate.bundler.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import voxcrate.bundler.practice.PracticeAccount;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.files.Durable;
import voxcrate.problem.ExitStatus;

/// `hub token ACCOUNT`: writes a practice account's token to a file, as a person keeps a real one.
@Command(
    name = "token",
    description = "Writes the token of a practice account into a file that only you can read.")
public final class HubTokenVerb extends Verb {
  @Parameters(paramLabel = "ACCOUNT", description = "Name of the practice account.")
  String account = "";

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where to write it.")
  Path file = Path.of("token");

  @Override
  protected ExitStatus run(Console console) throws IOException {
    Durable.write(file, (PracticeAccount.tokenOf(account) + "\n").getBytes(UTF_8), "rw-------");
    return ExitStatus.DONE;
  }
}

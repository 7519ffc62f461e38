package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import voxcrate.bundler.hub.EnvironmentFile;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `logout`: removes the token from `.env`.
@Command(
    name = "logout",
    description = "Removes the token from .env here and says how to revoke it.",
    footer = {"", "Example:", "  voxcrate-bundler logout"})
public final class LogoutVerb extends Verb {
  private static final Path FILE = Path.of(".env");

  @Mixin final HubOptions hub = new HubOptions();

  @Override
  protected ExitStatus run(Console console) throws IOException {
    boolean removed = Files.exists(FILE) && removeToken();
    console.print(
        removed
            ? "removed  the token from " + FILE.toAbsolutePath()
            : "nothing to remove: no token in " + FILE.toAbsolutePath());
    console.print(
        "revoke   " + hub.settings().address().tokenSettings() + " (it stays valid until then)");
    hub.search()
        .find()
        .ifPresent(
            other -> console.print("note     another token is still in " + other.source().label()));
    console.result(Json.object().put("removed", removed).build());
    return ExitStatus.DONE;
  }

  private static boolean removeToken() throws IOException {
    var settings = EnvironmentFile.read(FILE);
    boolean removed = settings.removeToken();
    if (removed) {
      settings.write(FILE);
    }
    return removed;
  }
}

package voxcrate.bundler.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import voxcrate.bundler.hub.AccessChecker;
import voxcrate.bundler.hub.AccessReport;
import voxcrate.bundler.hub.EnvironmentFile;
import voxcrate.bundler.hub.FoundToken;
import voxcrate.bundler.hub.HubClient;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `login`: asks for a token, tries it, and keeps it in `.env`.
@Command(
    name = "login",
    description = {
      "Asks for a HuggingFace token, validates it, checks the gates and writes .env here.",
      "The token is not echoed. It may also come through a pipe or from --token-file."
    },
    footer = {"", "Example:", "  voxcrate-bundler login"})
public final class LoginVerb extends Verb {
  private static final String PROMPT = "Enter your HuggingFace token (or press Enter to skip): ";
  private static final Path FILE = Path.of(".env");

  @Mixin final HubOptions hub = new HubOptions();

  @Override
  protected ExitStatus run(Console console) throws IOException, InterruptedException {
    var token = hub.tokenFile == null ? FoundToken.pasted(ask(console)) : hub.find();
    if (token.isEmpty()) {
      return skipped(console);
    }
    HubOptions.tell(token.get(), console);
    try (var client = hub.connect(console, token)) {
      var gates = KnownGates.at(client.address());
      var report = gates.relevant(new AccessChecker(client).check(gates.repositories()));
      if (report.account().isEmpty()) {
        // Rejected, or nobody was there to ask: a token that was not tried is not kept.
        report.requireGranted();
      }
      save(token.get(), client);
      return told(report, gates.isSufficient(report), console);
    }
  }

  private String ask(Console console) throws IOException {
    var terminal = System.console();
    if (terminal != null && terminal.isTerminal() && !console.wantsJson()) {
      var typed = terminal.readPassword("%s", PROMPT);
      return typed == null ? "" : new String(typed);
    }
    console.say(PROMPT);
    var line =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
    return Optional.ofNullable(line).orElse("");
  }

  private ExitStatus skipped(Console console) {
    console.print(
        "Skipped: nothing was written. Without a token gated models stay out of the bundle;");
    console.print("transcription works, speakers are missing. Make a token when you want them:");
    console.print("  " + hub.settings().address().newToken());
    console.result(Json.object().put("saved", false).build());
    return ExitStatus.DONE;
  }

  private static void save(FoundToken token, HubClient client) throws IOException {
    var settings = EnvironmentFile.read(FILE);
    settings.setToken(token.token(client.address()));
    settings.setIfAbsent("MODEL_CACHE_DIR", CacheOptions.USUAL);
    settings.setIfAbsent("MIN_SPEAKERS", "1");
    settings.setIfAbsent("MAX_SPEAKERS", "20");
    settings.write(FILE);
  }

  private static ExitStatus told(AccessReport report, boolean sufficient, Console console) {
    var view = new AccessView(console);
    view.show(report);
    console.print("saved    " + FILE.toAbsolutePath() + " (readable by you only)");
    if (sufficient) {
      console.print("next     voxcrate-bundler plan");
    } else {
      report.problems().forEach(console::problem);
    }
    console.result(view.document(report));
    return sufficient ? ExitStatus.DONE : report.exit();
  }
}

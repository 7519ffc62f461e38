package voxcrate.bundler.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import voxcrate.bundler.practice.PracticeAccount;
import voxcrate.bundler.practice.PracticeCode;
import voxcrate.bundler.practice.PracticeConfig;
import voxcrate.bundler.practice.PracticeConfigReader;
import voxcrate.bundler.practice.PracticeHub;
import voxcrate.bundler.practice.PracticeRepository;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.files.Durable;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// `hub serve DIR`: runs a practice hub until it is interrupted. Its tokens are false, so they may
/// be shown.
@Command(
    name = "serve",
    description =
        "A Hugging Face-compatible server over a folder ORG/NAME/FILES, gates included, on"
            + " loopback, until interrupted.")
public final class HubServeVerb extends Verb {
  @Parameters(paramLabel = "DIR", description = "The folder of model repositories.")
  Path folder;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "The port to listen on (default: a free one).")
  int port;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Gates, accounts and faults (default: DIR/practice-hub.json).")
  @Nullable Path configFile;

  @Option(
      names = "--port-file",
      paramLabel = "FILE",
      description = "Write the endpoint into FILE once the hub listens, for scripts that wait.")
  @Nullable Path portFile;

  @Override
  protected ExitStatus run(Console console) throws IOException {
    try (var hub = start(configuration())) {
      hub.watch(request -> console.say(request.toString()));
      console.print(describe(hub));
      console.result(document(hub));
      console.flush();
      announce(hub.endpoint());
      untilInterrupted();
    }
    return ExitStatus.DONE;
  }

  private PracticeConfig configuration() throws IOException {
    try {
      return configFile == null
          ? PracticeConfigReader.of(folder)
          : PracticeConfigReader.read(configFile);
    } catch (JsonException e) {
      throw new ToolException(
          Problem.of(
              PracticeCode.CONFIGURATION_UNREADABLE,
              "the practice hub's configuration cannot be used",
              "reading "
                  + (configFile == null ? folder.resolve(PracticeHub.CONFIG_NAME) : configFile),
              String.valueOf(e.getMessage()),
              "compare the file with docs/practice-hub.md"),
          e);
    }
  }

  private PracticeHub start(PracticeConfig config) {
    try {
      return PracticeHub.start(folder, config, port, InstantSource.system());
    } catch (BindException e) {
      throw new ToolException(
          Problem.of(
              PracticeCode.PORT_TAKEN,
              "the port is not free",
              "starting a practice hub on port " + port + " of 127.0.0.1",
              String.valueOf(e.getMessage()),
              "leave --port out: a free one is taken, and printed"),
          e);
    } catch (IOException e) {
      throw new ToolException(
          Problem.of(
              PracticeCode.FOLDER_UNREADABLE,
              "the folder of model repositories cannot be read",
              "reading " + folder,
              e.toString(),
              "name a folder that holds ORG/NAME/FILES"),
          e);
    }
  }

  private static String describe(PracticeHub hub) {
    var text = new StringBuilder();
    text.append("Practice hub: HF_ENDPOINT=").append(hub.endpoint());
    text.append("\nContent origin: ").append(hub.contentOrigin());
    text.append("\n\nRepositories\n");
    for (var repository : hub.repositories()) {
      line(text, repository.name(), "gate " + gate(hub, repository) + "  " + repository.commit());
    }
    text.append("\nPractice accounts (their tokens are worth nothing anywhere else)\n");
    for (var account : hub.config().accounts()) {
      line(text, account.name(), account.token() + "  " + account.scope().role().word());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String rest) {
    text.append(String.format(Locale.ROOT, "  %-36s %s%n", name, rest));
  }

  private static Json document(PracticeHub hub) {
    return Json.object()
        .put("endpoint", hub.endpoint().toString())
        .put("contentOrigin", hub.contentOrigin().toString())
        .put(
            "repositories",
            hub.repositories().stream()
                .map(repository -> repository(hub, repository))
                .collect(Json.toArray()))
        .put(
            "accounts",
            hub.config().accounts().stream().map(HubServeVerb::account).collect(Json.toArray()))
        .build();
  }

  private static Json repository(PracticeHub hub, PracticeRepository repository) {
    return Json.object()
        .put("name", repository.name())
        .put("commit", repository.commit())
        .put("gate", gate(hub, repository))
        .build();
  }

  private static Json account(PracticeAccount account) {
    return Json.object()
        .put("name", account.name())
        .put("token", account.token())
        .put("role", account.scope().role().word())
        .build();
  }

  private static String gate(PracticeHub hub, PracticeRepository repository) {
    return hub.config().settingsOf(repository.name()).gate().name().toLowerCase(Locale.ROOT);
  }

  private void announce(URI endpoint) throws IOException {
    if (portFile != null) {
      var line = (endpoint + "\n").getBytes(StandardCharsets.UTF_8);
      Durable.write(portFile, line, "rw-r--r--");
    }
  }

  private static void untilInterrupted() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

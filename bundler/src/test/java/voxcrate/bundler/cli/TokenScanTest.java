package voxcrate.bundler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundler.VoxcrateBundler;
import voxcrate.bundler.practice.Fault;
import voxcrate.bundler.practice.Gate;
import voxcrate.bundler.practice.PracticeAccount;
import voxcrate.bundler.practice.PracticeConfig;
import voxcrate.bundler.practice.PracticeHub;
import voxcrate.bundler.scene.BundlerProcess;
import voxcrate.bundler.scene.TokenFile;
import voxcrate.cli.Program;

/// The token's value is found nowhere but in the file it came from, whatever is asked and whatever
/// goes wrong: in no output, no stack trace, no file, no argument of a process.
final class TokenScanTest {
  private static final Path MODELS =
      Path.of(System.getProperty("voxcrate.source"), "scripts", "demo-models", "hub");
  private static final String SEGMENTATION = "voxcrate-demo/segmentation";
  private static final String PIPELINE = "voxcrate-demo/speaker-diarization";

  /// Ways of telling things; each may tell too much.
  private static final List<List<String>> MANNERS =
      List.of(
          List.of(),
          List.of("--json"),
          List.of("--stacktrace"),
          List.of("--json", "--stacktrace", "--progress", "json"));

  @TempDir Path folder;
  @AutoClose private PracticeHub hub;
  private final StringWriter said = new StringWriter();
  private final List<String> commandLines = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    hub =
        PracticeHub.start(
            MODELS, PracticeConfig.open().gate(SEGMENTATION, Gate.AUTO).gate(PIPELINE, Gate.AUTO));
    hub.watch(_ -> lookAtProcesses());
  }

  private synchronized void lookAtProcesses() {
    if (commandLines.isEmpty()) {
      ProcessHandle.allProcesses()
          .flatMap(process -> process.info().commandLine().stream())
          .forEach(commandLines::add);
    }
  }

  private Path work() throws IOException {
    return Files.createDirectories(folder.resolve("work"));
  }

  private void run(URI endpoint, String token, List<String> verb, List<String> manner)
      throws IOException {
    var file = TokenFile.in(folder, token);
    var all = new ArrayList<>(verb);
    all.addAll(List.of("--endpoint", endpoint.toString(), "--token-file", file.toString()));
    all.addAll(manner);
    var writer = new PrintWriter(said, true);
    Program.run(new VoxcrateBundler(), writer, writer, all.toArray(String[]::new));
  }

  private List<List<String>> verbs() throws IOException {
    var lock = work().resolve("voxcrate.lock").toString();
    return List.of(
        List.of("access", "demo"),
        List.of("plan", "demo", "--lock", lock),
        List.of("fetch", "demo", "--lock", lock, "--cache-dir", work() + "/models"));
  }

  private void runAll(String token) throws IOException {
    for (var verb : verbs()) {
      for (var manner : MANNERS) {
        run(hub.endpoint(), token, verb, manner);
      }
    }
  }

  /// Neither as it is nor in a form that gives it away.
  private void assertNowhere(String token) throws IOException {
    var secret = token.strip();
    var forms = new ArrayList<>(List.of(secret));
    forms.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
    Pattern.compile("[A-Za-z0-9]{12,}")
        .matcher(secret)
        .results()
        .forEach(part -> forms.add(part.group()));
    for (var form : forms) {
      assertThat(said.toString()).isNotEmpty().doesNotContain(form);
      assertThat(commandLines).noneMatch(line -> line.contains(form));
      assertThat(filesThatHold(form)).isEmpty();
    }
  }

  private List<String> filesThatHold(String secret) throws IOException {
    try (var walk = Files.walk(work())) {
      var found = new ArrayList<String>();
      for (var path : walk.filter(Files::isRegularFile).toList()) {
        var name = work().relativize(path).toString();
        var content = Files.readString(path, StandardCharsets.ISO_8859_1);
        if (name.contains(secret) || (content.contains(secret) && !name.equals(".env"))) {
          found.add(name);
        }
      }
      return found;
    }
  }

  static final List<String> ACCOUNTS =
      PracticeAccount.examples().stream().map(PracticeAccount::name).toList();

  @ParameterizedTest
  @FieldSource("ACCOUNTS")
  void token_of_every_kind_of_account_is_never_told(String account) throws Exception {
    runAll(PracticeAccount.tokenOf(account));

    assertThat(commandLines).isNotEmpty();
    assertNowhere(PracticeAccount.tokenOf(account));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "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",
        "hf_tooShortQwErTy",
        "sk-proj-QwErTyUiOpAsDfGhJkLzXcVbNm",
        "ghp_QwErTyUiOpAsDfGhJkLzXcVbNmQwErTyUiOp",
        "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",
        "correct_horse battery staple",
        "hf_QwErTyUiOpAsDfGh\u0000JkLzXcVbNmQwErTyUi",
        "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\r\nhf_second",
      })
  void wrong_token_is_never_told(String token) throws Exception {
    runAll(token);

    assertNowhere(token);
  }

  static final List<Fault> FAULTS =
      List.of(
          new Fault.Cut("pytorch_model.bin", 100, 1),
          new Fault.WrongByte("pytorch_model.bin", 77, Fault.ALWAYS),
          new Fault.HtmlError("/tree/", 404, Fault.ALWAYS),
          new Fault.ForeignRedirect(URI.create("http://example.invalid")),
          new Fault.ForeignNextPage(URI.create("http://example.invalid")),
          new Fault.RedirectLoop("config.yaml"),
          new Fault.ListedPath("../../etc/passwd"),
          new Fault.ListedDigestDiffers("pytorch_model.bin"),
          new Fault.Overloaded("", 86_400, false, Fault.ALWAYS),
          new Fault.NoErrorCode());

  @ParameterizedTest
  @FieldSource("FAULTS")
  void token_is_not_told_by_what_goes_wrong(Fault fault) throws Exception {
    hub.inject(fault);

    runAll(PracticeAccount.tokenOf("granted"));

    assertNowhere(PracticeAccount.tokenOf("granted"));
  }

  /// A hub, or a proxy, that sends back in every place what it was sent.
  @ParameterizedTest
  @ValueSource(ints = {200, 302, 400, 401, 403, 404, 418})
  void token_that_the_other_side_sends_back_is_not_told(int status) throws Exception {
    var token = PracticeAccount.tokenOf("granted");
    var echo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    echo.createContext("/", exchange -> sendBack(exchange, status, token));
    echo.start();
    try {
      var endpoint = URI.create("http://127.0.0.1:" + echo.getAddress().getPort());
      for (var verb : verbs()) {
        for (var manner : MANNERS) {
          run(endpoint, token, verb, manner);
        }
      }
    } finally {
      echo.stop(0);
    }

    assertNowhere(token);
  }

  private static void sendBack(HttpExchange exchange, int status, String token) throws IOException {
    try (exchange) {
      var body =
          """
          {"error": "TOKEN", "name": "TOKEN", "type": "user", "id": "TOKEN", "sha": "TOKEN",
           "auth": {"type": "access_token", "accessToken":
             {"displayName": "TOKEN", "role": "TOKEN"}}}
          """
              .replace("TOKEN", token)
              .getBytes(StandardCharsets.UTF_8);
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", "application/json");
      headers.set("X-Error-Message", "no access for " + token);
      headers.set("X-Error-Code", token);
      headers.set("X-Request-Id", token);
      headers.set("Retry-After", token);
      if (status == 302) {
        headers.set("Location", "http://" + token + ".invalid/" + token + "?t=" + token);
      }
      boolean headersOnly = "HEAD".equals(exchange.getRequestMethod());
      exchange.sendResponseHeaders(status, headersOnly ? -1 : body.length);
      if (!headersOnly) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /// In a process of its own, which has the token by the environment and by what is typed.
  @Test
  void token_that_is_typed_goes_into_the_token_file_alone() throws Exception {
    var token = PracticeAccount.tokenOf("granted");

    process(Map.of(), token + "\n", "login", "--stacktrace");
    assertThat(work().resolve(".env")).content().contains(token);
    process(Map.of("HF_TOKEN", PracticeAccount.tokenOf("rejected")), "", "fetch", "demo");
    process(Map.of(), "", "fetch", "demo", "--json", "--stacktrace");
    process(Map.of(), "", "build", "demo", "--out", "bundle", "--key", "nowhere.key");
    assertNowhere(token);
    assertNowhere(PracticeAccount.tokenOf("rejected"));

    process(Map.of(), "", "logout", "--stacktrace");
    assertNowhere(token);
    assertThat(work().resolve(".env")).content().doesNotContain(token);
  }

  private void process(Map<String, String> variables, String input, String... arguments)
      throws Exception {
    var ended = new BundlerProcess(folder, work(), hub.endpoint()).run(variables, input, arguments);
    said.write(ended.output());
  }
}

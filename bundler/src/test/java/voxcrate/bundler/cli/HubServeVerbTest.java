package voxcrate.bundler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundler.VoxcrateBundler;
import voxcrate.bundler.practice.PracticeAccount;
import voxcrate.bundler.practice.PracticeRepository;
import voxcrate.cli.Program;

final class HubServeVerbTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void model() throws Exception {
    var model = Files.createDirectories(folder.resolve("hub/acme/model"));
    Files.writeString(model.resolve("config.yaml"), "a: 1\n");
  }

  @Test
  void serve_announces_its_endpoint_and_runs_until_interrupted() throws Exception {
    var portFile = folder.resolve("port");
    var status = new AtomicInteger(-1);
    try (var watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      var server =
          Thread.ofPlatform().start(() -> status.set(run("--port-file", portFile.toString())));
      awaitFile(watch, portFile);

      var endpoint = URI.create(Files.readString(portFile).strip());
      var reply = statusOf(endpoint.resolve("/api/models/acme/model"));
      server.interrupt();
      server.join(TimeUnit.SECONDS.toMillis(30));

      assertThat(reply).isEqualTo(200);
      assertThat(status).hasValue(0);
      assertThat(out.toString())
          .contains("HF_ENDPOINT=" + endpoint)
          .contains(PracticeRepository.commitOf(folder.resolve("hub/acme/model")))
          .contains(PracticeAccount.tokenOf("granted"));
      assertThat(err.toString()).contains("hub GET /api/models/acme/model 200");
    }
  }

  @Test
  void missing_folder_is_told() {
    int status =
        Program.run(
            new VoxcrateBundler(),
            new PrintWriter(out),
            new PrintWriter(err),
            "hub",
            "serve",
            folder.resolve("nowhere").toString());

    assertThat(status).isEqualTo(7);
    assertThat(err.toString()).contains("VX-HUB-901").contains("nowhere");
  }

  @Test
  void unknown_member_of_the_configuration_is_told() throws Exception {
    Files.writeString(folder.resolve("hub/practice-hub.json"), "{\"gates\": {}}");

    int status = run();

    assertThat(status).isEqualTo(7);
    assertThat(err.toString()).contains("VX-HUB-902").contains("unknown member 'gates'");
  }

  @Test
  void taken_port_is_told() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int status = run("--port", Integer.toString(taken.getLocalPort()));

      assertThat(status).isEqualTo(6);
      assertThat(err.toString()).contains("VX-HUB-903");
    }
  }

  private int run(String... options) {
    var arguments = new ArrayList<String>();
    arguments.add("hub");
    arguments.add("serve");
    arguments.add(folder.resolve("hub").toString());
    arguments.addAll(List.of(options));
    return Program.run(
        new VoxcrateBundler(),
        new PrintWriter(out),
        new PrintWriter(err),
        arguments.toArray(String[]::new));
  }

  private static int statusOf(URI address) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static void awaitFile(WatchService watch, Path file) throws Exception {
    while (!Files.exists(file)) {
      var key = watch.poll(30, TimeUnit.SECONDS);
      assertThat(key).as("the hub listens within 30 seconds").isNotNull();
      key.reset();
    }
  }
}

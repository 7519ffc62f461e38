package voxcrate.bundler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundler.VoxcrateBundler;
import voxcrate.bundler.practice.PracticeAccount;
import voxcrate.bundler.practice.PracticeHub;
import voxcrate.bundler.scene.TokenFile;
import voxcrate.cli.Program;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// What `plan` says of what is here, what has to come, and what that takes.
final class PlanVerbTest {
  private static final Path MODELS =
      Path.of(System.getProperty("voxcrate.source"), "scripts", "demo-models", "hub");
  private static final String WEIGHTS = "voxcrate-demo/segmentation/pytorch_model.bin";

  @TempDir Path folder;
  private PracticeHub hub;
  private StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws IOException {
    hub = PracticeHub.start(MODELS);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private int run(String... arguments) throws IOException {
    var token = TokenFile.in(folder, PracticeAccount.tokenOf("granted"));
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--endpoint", hub.endpoint().toString(), "--token-file", token.toString()));
    all.addAll(List.of("--lock", folder.resolve("voxcrate.lock").toString(), "--no-hub-cache"));
    all.addAll(List.of("--cache-dir", folder.resolve("models").toString()));
    out = new StringWriter();
    return Program.run(
        new VoxcrateBundler(),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        all.toArray(String[]::new));
  }

  private Json.Obj plan() throws IOException {
    assertThat(run("plan", "demo", "--json")).as(err.toString()).isZero();
    return JsonReader.readObject(out.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void before_anything_is_fetched_everything_has_to_come_and_no_time_is_known() throws Exception {
    assertThat(run("plan", "demo")).isZero();

    assertThat(out.toString())
        .containsPattern("download +29 files, [0-9]+ bytes")
        .containsPattern("disk +[0-9]+ bytes in the model cache, [0-9]+ are free")
        .containsPattern("medium +about [0-9]+ MB")
        .containsPattern("with gpu +up to [0-9]+ MB, [0-9]+ MB installed; [0-9]+ MB and [0-9]+ MB")
        .contains("time      not known")
        .doesNotContain("here  ");
    assertThat(folder.resolve("models")).doesNotExist();
  }

  @Test
  void after_a_fetch_everything_is_here_and_its_rate_is_known() throws Exception {
    long all = plan().object("fetch").integer("bytes");
    assertThat(run("fetch", "demo")).as(err.toString()).isZero();

    var plan = plan();
    assertThat(plan.object("fetch").integer("bytes")).isZero();
    assertThat(plan.object("here").integer("bytes")).isEqualTo(all);
    assertThat(plan.integer("diskBytes")).isZero();
    assertThat(plan.object("time").integer("bytesPerSecond")).isPositive();
    assertThat(plan.object("time").text("measured")).matches("20[0-9]{2}-[0-9]{2}-[0-9]{2}");
    assertThat(plan.object("time").integer("seconds")).isZero();
  }

  @Test
  void what_is_missing_is_counted_alone() throws Exception {
    run("fetch", "demo");
    var weights = folder.resolve("models/torch").resolve(WEIGHTS);
    long size = Files.size(weights);
    Files.delete(weights);

    var plan = plan();

    assertThat(plan.object("fetch").integer("files")).isEqualTo(1);
    assertThat(plan.object("fetch").integer("bytes")).isEqualTo(size);
    assertThat(plan.integer("diskBytes")).isEqualTo(size);
    assertThat(plan.object("time").integer("seconds")).isPositive();
  }

  @Test
  void fetch_with_a_limit_is_no_measurement() throws Exception {
    assertThat(run("fetch", "demo", "--limit-rate", "1G")).isZero();

    assertThat(plan().find("time")).isEmpty();
  }
}

package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Journey 1: from the gate to who said what, and what is left behind on the way.
@TestMethodOrder(MethodName.class)
final class ChainJourney {
  private static final Pattern TURN = Pattern.compile("(?m)^SPEAKER meeting 1 .* SPEAKER_01 ");
  private static final String NOBODY = "65534";

  private static Demo demo;

  @TempDir Path temporary;

  @BeforeAll
  static void run_the_demo() throws Exception {
    demo = Demo.run();
  }

  @Test
  void demo_ends_with_who_said_what_right_to_the_word() throws IOException {
    assertThat(demo.status()).as(demo.output()).isZero();
    assertThat(demo.output())
        .contains("Speaker 1: Let us begin with the agenda.", "DER", "WER 0.00 %");
    assertThat(Files.readAllLines(demo.folder().resolve("out/meeting.txt")))
        .startsWith(
            "Speaker 1: Let us begin with the agenda.",
            "Speaker 2: Peter prepared the minutes on Monday.",
            "Speaker 1: Thank you.")
        .endsWith("Speaker 1: Let us come back to the next item after lunch.");
    assertThat(Files.readString(demo.folder().resolve("out/meeting.rttm"))).containsPattern(TURN);
    assertThat(Files.readString(demo.folder().resolve("out/meeting.html")))
        .contains("Speaker 1", "Peter prepared the minutes on Monday.")
        .doesNotContain("http://", "https://", "<script");
  }

  @Test
  void demo_says_how_the_network_was_taken_away() {
    assertThat(demo.output()).containsPattern("without a network, by: (unshare|strace)");
  }

  @Test
  void token_is_nowhere_but_in_its_own_file() throws IOException {
    var token = demo.token();

    assertThat(token).startsWith("hf_");
    assertThat(demo.output()).doesNotContain(token);
    assertThat(demo.commandLines()).isNotEmpty().noneMatch(line -> line.contains(token));
    for (var file : demo.files("stick", "installed", "out", "bootstrap", "connected")) {
      if (!file.equals(demo.folder().resolve("connected/token"))) {
        assertThat(Needle.isIn(file, token)).as(file.toString()).isFalse();
      }
    }
  }

  @Test
  void installed_tree_does_not_know_where_it_was_built() throws IOException {
    var source = Source.root().toString();

    for (var file : demo.files("installed/releases", "installed/bin", "stick")) {
      assertThat(Needle.isIn(file, source)).as(file.toString()).isFalse();
    }
  }

  @Test
  void installed_tree_works_after_a_move_and_under_an_unprivileged_user() throws Exception {
    var moved = temporary.resolve("moved tree");
    assertThat(Launch.of("cp", "-a", demo.installed(), moved).run().status()).isZero();
    var sample = temporary.resolve("sample.flac");
    Files.copy(Source.root().resolve("scripts/demo-models/samples/sample-01.flac"), sample);
    assertThat(Launch.of("chmod", "-R", "a+rX", temporary).run().status()).isZero();

    var turns =
        asNobody(moved.resolve("bin/voxcrate"), "diarize", sample)
            .withEmptyEnvironment()
            .in(Path.of("/"))
            .run();

    assertThat(turns.status()).as(turns.all()).isZero();
    assertThat(turns.out()).contains("SPEAKER_00", "SPEAKER_01");
  }

  /// Root drops its rights; anybody else is unprivileged already.
  private static Launch.Command asNobody(Object... words) {
    if (!System.getProperty("user.name").equals("root")) {
      return Launch.of(words);
    }
    var command = new java.util.ArrayList<Object>();
    command.addAll(
        java.util.List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
    command.addAll(java.util.List.of(words));
    return Launch.of(command.toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"selftest", "models"})
  void installed_engine_answers(String verb) throws Exception {
    var answer = Launch.of(demo.installed().resolve("bin/voxcrate"), verb, "--json").run();

    assertThat(answer.status()).as(answer.all()).isZero();
    assertThat(answer.out()).startsWith("{").contains("voxcrate-demo/segmentation");
  }

  @Test
  void installed_models_are_those_that_were_signed() throws Exception {
    var answer = Launch.of(demo.installed().resolve("bin/voxcrate"), "models", "--verify").run();

    assertThat(answer.status()).as(answer.all()).isZero();
    assertThat(answer.out())
        .containsPattern("good +voxcrate-demo/segmentation +\\d+ files, signed by [0-9a-f]{12}")
        .doesNotContain("unvouched", "FAILED");
  }

  @Test
  void bundle_rehearses_without_a_network_and_leaves_nothing() throws Exception {
    var space = Files.createDirectory(temporary.resolve("space"));

    var rehearsed =
        Launch.of(
                Source.root().resolve("scripts/voxcrate-bundler"),
                "rehearse",
                demo.bundle(),
                "--trust",
                demo.folder().resolve("connected/release.pem"),
                "--space",
                space)
            .run();

    assumeTrue(rehearsed.status() != 6, "this machine lets no network be taken away");
    assertThat(rehearsed.status()).as(rehearsed.all()).isZero();
    assertThat(rehearsed.out()).contains("installs without a network, and works");
    assertThat(space).isEmptyDirectory();
  }

  @Test
  void uninstall_leaves_nothing() throws Exception {
    var copy = temporary.resolve("copy");
    assertThat(Launch.of("cp", "-a", demo.installed(), copy).run().status()).isZero();

    var removed = Launch.of(copy.resolve("bin/voxcrate-installer"), "uninstall", "--yes").run();

    assertThat(removed.status()).as(removed.all()).isZero();
    assertThat(copy)
        .satisfiesAnyOf(
            folder -> assertThat(folder).doesNotExist(),
            folder ->
                assertThat(folder).isDirectoryNotContaining("glob:**{releases,store,current,bin}"));
  }
}

package voxcrate.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.json.Json;

final class ScoreWerTest {
  @TempDir Path folder;
  private Path said;
  private Path found;

  @BeforeEach
  void make_folders() throws IOException {
    said = Files.createDirectories(folder.resolve("said"));
    found = Files.createDirectories(folder.resolve("found"));
    Files.writeString(said.resolve("a.txt"), "Yes.\nThe door is blue.\n");
    Files.writeString(said.resolve("b.txt"), "Number nine.");
  }

  @Test
  void transcripts_come_before_texts_and_what_is_missing_counts() throws IOException {
    Files.writeString(
        found.resolve("a.json"),
        """
        {"language": "en", "segments": [{"start": 0.0, "text": " Yes."},
          {"start": 1.5, "text": " The floor is blue"}]}
        """);
    Files.writeString(found.resolve("a.txt"), "SPEAKER_00: something else");

    var run = EngineRun.of("score", "wer", said, found, "--json");

    assertThat(run.status()).isZero();
    assertThat(run.json().object("total").decimal("wer")).isEqualTo(3 / 7.0);
    assertThat(run.json().array("recordings"))
        .extracting(recording -> ((Json.Obj) recording).integer("deletions"))
        .containsExactly(0L, 2L);
    assertThat(run.err()).contains("no text was found for b");
  }

  @Test
  void the_last_line_is_the_figure() throws IOException {
    var text = Files.writeString(folder.resolve("other.txt"), "yes the door is very blue");

    var run = EngineRun.of("score", "wer", said.resolve("a.txt"), text);

    assertThat(run.out().strip().lines().toList().getLast())
        .isEqualTo("WER 20.00 % (1 of 5 words, lower case, without punctuation)");
  }

  @Test
  void what_cannot_be_scored_is_refused() throws IOException {
    var text = said.resolve("a.txt");
    var broken = Files.writeString(folder.resolve("broken.json"), "{\"segments\": 3}");

    assertThat(EngineRun.of("score", "wer", text, text, text).status()).isEqualTo(2);
    assertThat(EngineRun.of("score", "wer", said, text).err()).contains("VX-ENGINE-045");
    assertThat(EngineRun.of("score", "wer", text, broken).err()).contains("VX-ENGINE-045");
    assertThat(EngineRun.of("score", "wer", text, folder.resolve("absent")).status()).isEqualTo(7);
  }
}

package voxcrate.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.engine.EngineCode;
import voxcrate.json.Json;
import voxcrate.problem.ToolException;

final class OutputFolderTest {
  private static final Json.Obj DOCUMENT = Json.object().put("recording", "a.wav").build();

  @TempDir Path folder;

  @Test
  void our_own_results_are_replaced() throws IOException {
    write(false, "old");

    write(false, "new");

    assertThat(folder.resolve("a.txt")).hasContent("new");
    assertThat(folder.resolve("a.json")).content().contains("voxcrate-turns/1");
  }

  @Test
  void a_document_alone_is_replaced_as_well() {
    var output = new OutputFolder(folder, false);
    output.write("a", TurnDocument.TYPE, DOCUMENT, Map.of());

    output.write("a", TurnDocument.TYPE, DOCUMENT, Map.of());

    assertThat(folder.resolve("a.json")).exists();
  }

  @Test
  void what_an_earlier_run_wrote_stays_ours_whatever_is_written_since() {
    write(false, "old");
    new OutputFolder(folder, false).write("a", TurnDocument.TYPE, DOCUMENT, Map.of("srt", "1"));
    assertThat(folder.resolve("a.txt")).hasContent("old");

    write(false, "new");

    assertThat(folder.resolve("a.txt")).hasContent("new");
  }

  @Test
  void files_elsewhere_are_not_vouched_for() throws IOException {
    var elsewhere = Files.writeString(folder.resolve("other.txt"), "theirs");
    var inner = Files.createDirectory(folder.resolve("inner"));
    Files.writeString(
        inner.resolve("a.json"),
        "{\"_type\": \"%s\", \"files\": {\"../other.txt\": \"%s\"}}"
            .formatted(TurnDocument.TYPE, Digest.of(elsewhere).hex()));

    new OutputFolder(inner, false).write("a", TurnDocument.TYPE, DOCUMENT, Map.of("txt", "x"));

    assertThat(inner.resolve("a.json")).content().doesNotContain("other.txt");
  }

  @Test
  void a_file_of_somebody_else_stays() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "notes");

    assertNotOurs();
    assertThat(folder.resolve("a.txt")).hasContent("notes");
    assertThat(folder.resolve("a.json")).doesNotExist();
  }

  @Test
  void a_result_that_was_edited_stays() throws IOException {
    write(false, "old");
    Files.writeString(folder.resolve("a.txt"), "old, corrected by hand");

    assertNotOurs();
    assertThat(folder.resolve("a.txt")).hasContent("old, corrected by hand");
  }

  @Test
  void a_json_file_of_another_program_stays() throws IOException {
    Files.writeString(folder.resolve("a.json"), "{\"_type\": \"other\"}");

    assertNotOurs();
  }

  @Test
  void force_replaces_whatever_is_there() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "notes");

    write(true, "new");

    assertThat(folder.resolve("a.txt")).hasContent("new");
  }

  @Test
  void two_recordings_of_one_name_do_not_overwrite_each_other() {
    var output = new OutputFolder(folder, false);

    var monday = Path.of("monday/hearing.wav");
    var tuesday = Path.of("tuesday/hearing.flac");
    assertThat(output.nameFor(List.of(monday))).isEqualTo("hearing");
    assertThat(output.nameFor(List.of(tuesday))).isEqualTo("hearing-2");
    assertThat(output.nameFor(List.of(monday, tuesday))).isEqualTo("hearing-joined");
    assertThat(output.nameFor(List.of(Path.of(".wav")))).isEqualTo(".wav");
  }

  @Test
  void a_folder_that_cannot_be_made_is_named() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");
    var output = new OutputFolder(file.resolve("below"), false);

    assertThatThrownBy(() -> output.write("a", TurnDocument.TYPE, DOCUMENT, Map.of("txt", "x")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal ->
                assertThat(refusal.problem().code()).isEqualTo(EngineCode.OUTPUT_UNWRITABLE));
  }

  private void write(boolean force, String text) {
    new OutputFolder(folder, force).write("a", TurnDocument.TYPE, DOCUMENT, Map.of("txt", text));
  }

  private void assertNotOurs() {
    assertThatThrownBy(() -> write(false, "new"))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> assertThat(refusal.problem().code()).isEqualTo(EngineCode.OUTPUT_NOT_OURS));
  }
}

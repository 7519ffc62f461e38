package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundler.convert.WhisperModels.Form;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptor.AlignmentHead;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.ModelDescriptorCodec;
import voxcrate.model.Precision;
import voxcrate.progress.ProgressEvent;

/// What is there and of no use, and what is not there: both are said.
class SourceFolderTest {
  @TempDir Path folder;

  private final List<String> notes = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  @Test
  void files_of_no_use_are_named() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    for (var name : List.of("README.md", "train.py", "pytorch_model.bin", "preprocessor.txt")) {
      Files.writeString(source.resolve(name), "about");
    }
    Files.createDirectory(source.resolve("runs"));
    Files.writeString(source.resolve("runs/events"), "log");

    convert(source);

    assertThat(notes)
        .contains("ignored: preprocessor.txt, pytorch_model.bin, runs/events, train.py");
  }

  @Test
  void many_files_of_no_use_are_counted() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    for (int i = 10; i < 30; i++) {
      Files.writeString(source.resolve("checkpoint-" + i), "");
    }

    convert(source);

    assertThat(notes)
        .anySatisfy(
            note ->
                assertThat(note)
                    .startsWith("ignored: checkpoint-10, checkpoint-11")
                    .endsWith("checkpoint-21 and 8 more"));
  }

  @Test
  void name_that_paints_is_shown_harmless() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    Files.writeString(source.resolve("a\u001b[2Jb"), "");

    convert(source);

    assertThat(notes).contains("ignored: a?[2Jb");
  }

  @Test
  void complete_source_lacks_nothing() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    Files.writeString(source.resolve("preprocessor_config.json"), "{}");

    var descriptor = convert(source);

    assertThat(descriptor.provenance().missing()).isEmpty();
    assertThat(warnings).isEmpty();
    assertThat(notes).noneMatch(note -> note.startsWith("ignored"));
  }

  @Test
  void what_a_whisper_lacks_stands_in_its_descriptor() throws Exception {
    var descriptor = convert(WhisperModels.bare(folder));

    assertThat(descriptor.provenance().missing())
        .containsExactly(
            "config.json", "generation_config.json", "preprocessor_config.json", "tokenizer.json");
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("config.json", "generation_config.json", "tokenizer.json");
    assertThat(
            ModelDescriptorCodec.read(Files.readAllBytes(folder.resolve("out/model.json")))
                .provenance()
                .missing())
        .isEqualTo(descriptor.provenance().missing());
  }

  /// It has its sizes inside, and OpenAI's program the rest.
  @Test
  void checkpoint_of_openai_lacks_its_tokenizer_only() throws Exception {
    var source = Files.createDirectory(folder.resolve("bare"));
    Files.copy(Fixtures.shared("whisper-tiny-random/v2.pt"), source.resolve("v2.pt"));

    var descriptor = convert(source);

    assertThat(descriptor.provenance().missing()).containsExactly("tokenizer.json");
    var model = (Transcription) descriptor.speech();
    assertThat(model.alignmentHeads()).isEmpty();
    assertThat(model.alignmentHeadsSource()).isEmpty();
  }

  @Test
  void source_of_the_alignment_heads_is_named() throws Exception {
    var model = (Transcription) convert(WhisperModels.random(folder, Form.SINGLE)).speech();

    assertThat(model.alignmentHeads())
        .containsExactly(new AlignmentHead(0, 1), new AlignmentHead(1, 1));
    assertThat(model.alignmentHeadsSource()).hasValue("generation_config.json");
  }

  @Test
  void alignment_model_without_a_vocabulary_has_classes_without_names() throws Exception {
    var source = CtcModels.copy("wav2vec2-base-form", folder);
    Files.delete(source.resolve("vocab.json"));

    var descriptor = convert(source);

    assertThat(descriptor.provenance().missing())
        .containsExactly("vocab.json", "preprocessor_config.json", "the language in README.md");
    assertThat(((Alignment) descriptor.speech()).labels()).hasSize(14).containsOnly("");
    assertThat(((Alignment) descriptor.speech()).wordSeparator()).isEmpty();
    assertThat(warnings).last().asString().contains("no words can be aligned", "vocab.json");
  }

  private ModelDescriptor convert(Path source) {
    return new Converter(Precision.F32)
        .convert(
            new SourceModel("voxcrate-test/model", null, "MIT", source),
            folder.resolve("out"),
            event -> {
              switch (event) {
                case ProgressEvent.Noted noted -> notes.add(noted.text());
                case ProgressEvent.Warned warned -> warnings.add(warned.text());
                case ProgressEvent.Started _,
                    ProgressEvent.Advanced _,
                    ProgressEvent.Finished _ -> {}
              }
            })
        .descriptor();
  }
}

package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundler.convert.checkpoint.LightningCheckpoint;
import voxcrate.bundler.convert.checkpoint.Pickle;
import voxcrate.bundler.convert.checkpoint.PickledModel;
import voxcrate.bundler.convert.checkpoint.TestZip;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.model.Precision;
import voxcrate.problem.ToolException;

class ConverterTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"segmentation-tiny.bin", "embedding-tiny.bin"})
  void same_source_gives_the_same_bytes(String checkpoint) throws Exception {
    var source = Fixtures.folderWith(folder, Fixtures.resource(checkpoint));
    var locale = Locale.getDefault();
    var zone = TimeZone.getDefault();

    Fixtures.convert(source, folder.resolve("one"));
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
      Fixtures.convert(source, folder.resolve("two"));
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }

    assertThat(folder.resolve("two/model.onnx"))
        .hasSameBinaryContentAs(folder.resolve("one/model.onnx"));
    assertThat(folder.resolve("two/model.json"))
        .hasSameBinaryContentAs(folder.resolve("one/model.json"));
  }

  @Test
  void companions_come_along_and_nothing_else() throws Exception {
    var source = Fixtures.folderWith(folder, Fixtures.resource("embedding-tiny.bin"));
    for (var name : new String[] {"config.yaml", "LICENSE", "README.md", "handler.py"}) {
      Files.writeString(source.resolve(name), name);
    }

    Fixtures.convert(source, folder.resolve("out"));

    try (var files = Files.list(folder.resolve("out"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "model.json", "model.onnx", "config.yaml", "LICENSE", "README.md");
    }
  }

  @Test
  void a_refused_checkpoint_leaves_nothing_behind() {
    var pickle = Pickle.protocol(2).call("posix", "system", "true").stop();
    var source = Fixtures.folderWith(folder, TestZip.checkpoint(pickle).bytes());

    assertThatThrownBy(() -> Fixtures.convert(source, folder.resolve("out")))
        .isInstanceOf(ToolException.class);

    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void unknown_architecture_is_named() {
    var pickle =
        Pickle.protocol(2)
            .ops("}")
            .text("pyannote.audio")
            .ops("}")
            .text("architecture")
            .ops("}")
            .text("class")
            .text("SSeRiouSS")
            .ops("sss");
    var source = Fixtures.folderWith(folder, TestZip.checkpoint(pickle.stop()).bytes());

    assertThatThrownBy(() -> Fixtures.convert(source, folder.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(ConvertCode.UNKNOWN_ARCHITECTURE);
              assertThat(refusal.problem().found()).contains("SSeRiouSS");
            });
  }

  @Test
  void an_empty_folder_is_refused() throws Exception {
    var source = Files.createDirectory(folder.resolve("empty"));

    assertThatThrownBy(() -> Fixtures.convert(source, folder.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal ->
                assertThat(refusal.problem().code()).isEqualTo(ConvertCode.FOLDER_UNREADABLE));
  }

  /// Flips bits where the structure is: headers, pickle and directory of a real checkpoint.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void a_damaged_checkpoint_is_refused_or_read_and_nothing_else(long seed) throws Exception {
    var whole = Fixtures.resource("segmentation-tiny.bin");
    var random = new Random(seed);
    var file = folder.resolve("damaged.bin");
    int refused = 0;
    for (int round = 0; round < 300; round++) {
      var damaged = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        int at =
            random.nextBoolean()
                ? random.nextInt(16_000)
                : damaged.length - 1 - random.nextInt(8_000);
        damaged[at] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, damaged);
      try (var checkpoint = (LightningCheckpoint) PickledModel.open(file)) {
        ModelConversion.graphs(CheckpointConversion.of(checkpoint), Precision.F32, file);
      } catch (ToolException refusal) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}

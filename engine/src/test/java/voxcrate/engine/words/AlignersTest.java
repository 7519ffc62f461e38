package voxcrate.engine.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.EngineCode;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.testing.TinyModels;
import voxcrate.problem.ToolException;

final class AlignersTest {
  @TempDir Path folder;

  @Test
  void a_model_whose_labels_have_no_names_is_refused() throws IOException {
    TinyModels.writeAlignment(folder, "org/nameless", List.of("de"), List.of("", "", ""));
    var model = ModelCatalog.in(folder).alignmentNamed("org/nameless");

    try (var aligners = new Aligners(_ -> Optional.of(model), 16_000, new ExecutionTarget.Cpu(1))) {
      assertThatThrownBy(() -> aligners.of("de"))
          .isInstanceOfSatisfying(
              ToolException.class,
              refusal -> {
                assertThat(refusal.problem().code()).isEqualTo(EngineCode.MODEL_UNUSABLE);
                assertThat(refusal.problem().found()).contains("vocab.json");
              });
    }
  }
}

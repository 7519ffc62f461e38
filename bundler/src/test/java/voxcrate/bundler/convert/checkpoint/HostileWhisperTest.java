package voxcrate.bundler.convert.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.bundler.convert.settings.WhisperSettings;
import voxcrate.bundler.convert.settings.WhisperSettings.Stack;

/// Checkpoints that look like Whisper's and lie. The container and the pickle below are attacked in
/// [HostileCheckpointTest].
class HostileWhisperTest {
  private static final long[] NOTHING = {};

  @TempDir Path folder;

  @Test
  void honest_checkpoint_opens() throws Exception {
    try (var checkpoint = open(new TestWhisper().bytes())) {
      assertThat(checkpoint.settings())
          .isEqualTo(new WhisperSettings(2, 4, 3, 6, 5, new Stack(1, 2, 16), new Stack(1, 2, 16)));
      assertThat(checkpoint.weights().names()).hasSize(50);
      assertThat(checkpoint.weights().names()).allMatch(name -> name.startsWith("model."));
    }
  }

  @TestFactory
  Stream<DynamicTest> dims_that_lie() {
    return Stream.of(
            network("none for the mels", w().withoutDim("n_mels"), "n_mels"),
            network("none for the heads", w().withoutDim("n_text_head"), "n_text_head"),
            network("none for the layers", w().withoutDim("n_audio_layer"), "n_audio_layer"),
            network("no mels", w().dim("n_mels", 0), "n_mels is 0"),
            network("more mels", w().dim("n_mels", 128), "conv1.weight (4×2×3)"),
            network("negative layers", w().dim("n_text_layer", -1), "n_text_layer is -1"),
            network("absurdly many layers", w().dim("n_audio_layer", 1L << 62), "n_audio_layer"),
            network("more layers", w().dim("n_text_layer", 2), "1 layers of the decoder"),
            network("another vocabulary", w().dim("n_vocab", 51_865), "embed_tokens.weight (5×4)"),
            network("an absurd vocabulary", w().dim("n_vocab", Long.MAX_VALUE), "n_vocab"),
            network("more positions", w().dim("n_audio_ctx", 1500), "embed_positions.weight (3×4)"),
            network("more tokens", w().dim("n_text_ctx", 448), "embed_positions.weight (6×4)"),
            network("two widths", w().dim("n_text_state", 8), "width 8"),
            network("heads that do not divide", w().dim("n_audio_head", 3), "n_audio_head is 3"),
            network("more heads than width", w().dim("n_text_head", 8), "n_text_head is 8"))
        .map(this::refused);
  }

  @TestFactory
  Stream<DynamicTest> tensors_that_lie() {
    var query = "encoder.blocks.0.attn.query.weight";
    var embedding = "decoder.token_embedding.weight";
    return Stream.of(
            network(
                "a missing embedding", w().without(embedding), "embed_tokens.weight' is missing"),
            network("a missing block", w().without("encoder.blocks.0.mlp.0.weight"), "0 layers"),
            network("an adapter", w().tensor("encoder.blocks.0.adapter.weight", 1), "adapter"),
            network(
                "a name of another form", w().tensor("model.encoder.conv1.weight", 1), "model."),
            network("a name with an escape", named("encoder.\u001b[2Jx.weight"), "encoder.?"),
            network("a very long name", named("x".repeat(100_000)), "xxx"),
            network("two tensors of one name", w().tensor("encoder.ln.weight", 4), "ln.weight"),
            network("an embedding of another rank", w().tensor(embedding, 20), "(20)"),
            lying("a scalar without storage", w().tensor(query, NOTHING).sharing(query, "no")),
            lying("a tensor of nothing", w().tensor(query, 0, 4)),
            lying("one storage for many tensors", shared()))
        .map(this::refused);
  }

  @TestFactory
  Stream<DynamicTest> files_of_another_kind() {
    var canary = "touch " + canary();
    return Stream.of(
            network("nothing", zip(Pickle.protocol(2).ops("}")), "dims"),
            network("no dictionary", zip(Pickle.protocol(2).ops("]")), "no dictionary"),
            network("dims alone", zip(dims().ops("}s")), "model_state_dict"),
            network(
                "dims that are a list",
                zip(dims().ops("]s").text("model_state_dict").ops("}s")),
                "n_audio_state"),
            network("a size that is a text", zip(textualDim()), "n_audio_state is no count"),
            attack(
                "dims that call",
                zip(dims().call("posix", "system", canary).ops("s")),
                ConvertCode.FORBIDDEN_PICKLE,
                "posix system"),
            attack(
                "weights that call",
                zip(w().pickle().text("x").call("builtins", "exec", canary).ops("s")),
                ConvertCode.FORBIDDEN_PICKLE,
                "builtins exec"),
            attack(
                "a class of OpenAI's",
                zip(dims().global("whisper.model", "ModelDimensions").ops(")Rs")),
                ConvertCode.FORBIDDEN_PICKLE,
                "whisper.model ModelDimensions"),
            attack(
                "a bare pickle",
                Pickle.protocol(2).ops("}").stop(),
                ConvertCode.FORM_NOT_SUPPORTED,
                "before 1.6"),
            attack(
                "half a file",
                Arrays.copyOf(w().bytes(), w().bytes().length / 2),
                ConvertCode.BROKEN_CONTAINER,
                ""))
        .map(this::refused);
  }

  private DynamicTest refused(Attack attack) {
    return DynamicTest.dynamicTest(
        attack.name(),
        () -> {
          var problem = attack.assertRefused("tiny.pt", file -> open(file).close());
          assertThat(problem.render()).hasSizeLessThan(2000);
          assertThat(Path.of(canary())).doesNotExist();
        });
  }

  private WhisperCheckpoint open(byte[] file) throws Exception {
    return WhisperCheckpoint.open(Files.write(folder.resolve("tiny.pt"), file));
  }

  private String canary() {
    return folder.resolve("canary").toString();
  }

  private static TestWhisper w() {
    return new TestWhisper();
  }

  private static TestWhisper named(String tensor) {
    return w().tensor(tensor, 4).sharing(tensor, "encoder.conv1.bias");
  }

  /// Thousands of blocks whose tensors all lie in one place: small to send, large when rewritten.
  private static TestWhisper shared() {
    var first = "encoder.blocks.0.mlp.0.weight";
    var whisper = w().dim("n_audio_layer", 2000).tensor(first, 1600, 4);
    for (int block = 1; block < 2000; block++) {
      var name = "encoder.blocks." + block + ".mlp.0.weight";
      whisper.tensor(name, 1600, 4).sharing(name, first);
    }
    return whisper;
  }

  private static Pickle dims() {
    return Pickle.protocol(2).ops("}").text("dims");
  }

  private static Pickle textualDim() {
    return dims()
        .ops("}")
        .text("n_audio_state")
        .text("384")
        .ops("ss")
        .text("model_state_dict")
        .ops("}s");
  }

  private static byte[] zip(Pickle pickle) {
    return w().zip(pickle.stop()).bytes();
  }

  private static Attack network(String name, TestWhisper whisper, String reason) {
    return network(name, whisper.bytes(), reason);
  }

  private static Attack network(String name, byte[] file, String reason) {
    return new Attack(name, file, ConvertCode.UNKNOWN_ARCHITECTURE, reason);
  }

  private static Attack lying(String name, TestWhisper whisper) {
    return new Attack(name, whisper.bytes(), ConvertCode.BAD_TENSOR, "");
  }

  private static Attack attack(String name, byte[] file, ConvertCode code, String reason) {
    return new Attack(name, file, code, reason);
  }
}

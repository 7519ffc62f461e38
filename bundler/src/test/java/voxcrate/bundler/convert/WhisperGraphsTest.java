package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.WhisperModels.Form;
import voxcrate.bundler.convert.onnx.Steps;
import voxcrate.model.ModelDescriptor.AlignmentHead;

/// What the encoder's and the decoder's graph do together.
class WhisperGraphsTest {
  private static final List<AlignmentHead> HEADS =
      List.of(new AlignmentHead(0, 1), new AlignmentHead(1, 1));
  private static final int COLUMNS = 2 * WhisperModels.AUDIO_POSITIONS;
  private static final long[] TOKENS = {10, 12, 14, 18, 33, 2, 57};

  @TempDir Path folder;

  /// 30 s of speech; the stored logits are float32 of a network in half precision.
  @ParameterizedTest
  @EnumSource(Steps.class)
  void logits_agree_with_the_original_library_with_and_without_cache(Steps form) throws Exception {
    var source = Fixtures.shared("whisper-tiny-random/hf/config.json").resolveSibling("");
    var reference = Fixtures.sharedNumbers("whisper-tiny-random/v2_reference.npz");
    var tokens = integers(reference.get("logits_tokens").numbers());
    var logits = reference.get("logits").floats();
    var out = folder.resolve("out");
    var sizes = WhisperModels.export(source, out, HEADS, form);

    try (var run = new WhisperRun(out, sizes)) {
      run.hear(reference.get("mel").floats(), 1, 80);
      var together = run.step(tokens);
      run.restart(1);
      var first = run.step(Arrays.copyOf(tokens, 3));
      var second = run.step(Arrays.copyOfRange(tokens, 3, 8));
      var last = run.step(tokens[8]);

      assertNear(together.logits().floats(), logits, 1e-3);
      int vocabulary = sizes.vocabulary();
      assertNear(first.logits().floats(), Arrays.copyOf(logits, 3 * vocabulary), 1e-3);
      assertNear(
          second.logits().floats(),
          Arrays.copyOfRange(logits, 3 * vocabulary, 8 * vocabulary),
          1e-3);
      assertNear(
          last.logits().floats(), Arrays.copyOfRange(logits, 8 * vocabulary, 9 * vocabulary), 1e-3);
    }
  }

  @ParameterizedTest
  @EnumSource(Steps.class)
  void steps_of_any_length_agree_with_one_pass(Steps form) throws Exception {
    try (var run = run(WhisperModels.random(folder, Form.SINGLE), form)) {
      run.hear(WhisperModels.mel(WhisperModels.MELS, COLUMNS, 1), 1, WhisperModels.MELS);
      var together = run.step(TOKENS);
      run.restart(1);
      var parts = List.of(new long[] {10, 12, 14}, new long[] {18}, new long[] {33, 2, 57});
      int row = 0;
      for (var part : parts) {
        var step = run.step(part);
        for (int i = 0; i < part.length; i++, row++) {
          assertNear(logits(step, 0, i), logits(together, 0, row), 1e-4);
          for (int head = 0; head < 2; head++) {
            assertNear(alignment(step, 0, head, i), alignment(together, 0, head, row), 1e-4);
          }
        }
      }
      assertThat(row).isEqualTo(TOKENS.length);
    }
  }

  /// A later token changes nothing before it.
  @Test
  void no_token_looks_ahead() throws Exception {
    try (var run = run(WhisperModels.random(folder, Form.SINGLE))) {
      run.hear(WhisperModels.mel(WhisperModels.MELS, COLUMNS, 1), 1, WhisperModels.MELS);
      run.step(10, 12);
      var one = run.step(14, 18, 33);
      run.restart(1);
      run.step(10, 12);
      var other = run.step(14, 18, 34);

      assertThat(logits(other, 0, 1)).isEqualTo(logits(one, 0, 1));
      assertThat(logits(other, 0, 2)).isNotEqualTo(logits(one, 0, 2));
    }
  }

  /// Two texts that begin alike lie side by side in what is remembered: 10 is there once, then come
  /// 11 and 12, each of which goes on.
  @ParameterizedTest
  @EnumSource(Steps.class)
  void beams_of_one_window_share_what_is_remembered(Steps form) throws Exception {
    try (var run = run(WhisperModels.random(folder, Form.SINGLE), form)) {
      run.hear(WhisperModels.mel(WhisperModels.MELS, COLUMNS, 1), 1, WhisperModels.MELS);
      run.step(10, 12);
      var alone = run.step(33);
      run.restart(1);
      run.step(10);
      run.steps(beams(11, 12), new long[] {1, 1}, new long[] {0}, sees("xx.", "x.x"));
      var beams =
          run.steps(beams(40, 33), new long[] {2, 2}, new long[] {0, 1}, sees("xx.x.", "x.x.x"));

      assertThat(beams.logits().shape()).containsExactly(1, 2, WhisperModels.VOCABULARY);
      assertNear(logits(beams, 0, 1), alone.logits().floats(), 1e-4);
      assertThat(logits(beams, 0, 0)).isNotEqualTo(logits(beams, 0, 1));
      for (int head = 0; head < 2; head++) {
        assertNear(alignment(beams, 0, head, 1), alignment(alone, 0, head, 0), 1e-4);
      }
    }
  }

  @Test
  void logits_are_only_of_the_tokens_that_are_asked_for() throws Exception {
    try (var run = run(WhisperModels.random(folder, Form.SINGLE))) {
      run.hear(WhisperModels.mel(WhisperModels.MELS, COLUMNS, 1), 1, WhisperModels.MELS);
      var all = run.step(10, 12, 33);
      run.restart(1);
      var some =
          run.steps(
              new long[][] {{10, 12, 33}},
              new long[] {0, 1, 2},
              new long[] {2, 0},
              sees("x", "xx", "xxx"));

      assertThat(some.logits().shape()).containsExactly(1, 2, WhisperModels.VOCABULARY);
      assertNear(logits(some, 0, 0), logits(all, 0, 2), 1e-5);
      assertNear(logits(some, 0, 1), logits(all, 0, 0), 1e-5);
    }
  }

  private static long[][] beams(long... tokens) {
    return new long[][] {tokens};
  }

  private static boolean[][] sees(String... rows) {
    var sees = new boolean[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      sees[row] = new boolean[rows[row].length()];
      for (int place = 0; place < sees[row].length; place++) {
        sees[row][place] = rows[row].charAt(place) == 'x';
      }
    }
    return sees;
  }

  @Test
  void windows_of_a_batch_do_not_mix() throws Exception {
    try (var run = run(WhisperModels.random(folder, Form.SINGLE))) {
      var second = WhisperModels.mel(WhisperModels.MELS, COLUMNS, 2);
      run.hear(second, 1, WhisperModels.MELS);
      var alone = run.step(10, 12, 33);
      var both =
          Arrays.copyOf(WhisperModels.mel(WhisperModels.MELS, COLUMNS, 1), 2 * second.length);
      System.arraycopy(second, 0, both, second.length, second.length);
      run.hear(both, 2, WhisperModels.MELS);
      var batch = run.steps(new long[] {10, 12, 40}, new long[] {10, 12, 33});

      assertNear(batch.logits().part(1), alone.logits().floats(), 1e-4);
    }
  }

  /// A shorter spectrogram has fewer positions, the first ones of a full window.
  @Test
  void shorter_audio_has_fewer_positions() throws Exception {
    try (var run = run(WhisperModels.random(folder, Form.SINGLE))) {
      run.hear(WhisperModels.mel(WhisperModels.MELS, 40, 1), 1, WhisperModels.MELS);

      assertThat(run.audio("cross_key.1").shape()).containsExactly(1, 2, 20, 6);
      assertThat(run.step(10).alignment().shape()).containsExactly(1, 2, 1, 20);
    }
  }

  @Test
  void alignment_holds_the_heads_that_were_asked_for() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    var upper = List.of(new AlignmentHead(1, 0), new AlignmentHead(1, 1));
    var out = folder.resolve("upper");
    var sizes = WhisperModels.export(source, out, upper);
    try (var some = run(source);
        var all = new WhisperRun(out, sizes)) {
      var mel = WhisperModels.mel(WhisperModels.MELS, COLUMNS, 1);
      some.hear(mel, 1, WhisperModels.MELS);
      all.hear(mel, 1, WhisperModels.MELS);
      var named = some.step(10, 12);
      var upperHalf = all.step(10, 12);

      assertThat(named.alignment().shape()).containsExactly(1, 2, 2, 70);
      assertThat(upperHalf.alignment().shape()).containsExactly(1, 2, 2, 70);
      assertNear(alignment(upperHalf, 0, 1, 1), alignment(named, 0, 1, 1), 1e-5);
      assertThat(alignment(upperHalf, 0, 0, 1)).isNotEqualTo(alignment(named, 0, 1, 1));
    }
  }

  @Test
  void half_precision_weights_are_computed_with_in_single_precision() throws Exception {
    var mel = WhisperModels.mel(WhisperModels.MELS, COLUMNS, 1);
    try (var half = run(WhisperModels.random(folder, Form.HALF));
        var single = run(WhisperModels.random(folder, Form.ROUNDED))) {
      half.hear(mel, 1, WhisperModels.MELS);
      single.hear(mel, 1, WhisperModels.MELS);

      assertNear(half.step(TOKENS).logits().floats(), single.step(TOKENS).logits().floats(), 1e-5);
    }
  }

  @Test
  void weights_in_two_files_are_the_same_model() throws Exception {
    var mel = WhisperModels.mel(WhisperModels.MELS, COLUMNS, 1);
    try (var sharded = run(WhisperModels.randomSharded(folder));
        var single = run(WhisperModels.random(folder, Form.SINGLE))) {
      sharded.hear(mel, 1, WhisperModels.MELS);
      single.hear(mel, 1, WhisperModels.MELS);

      assertThat(sharded.step(TOKENS).logits().floats())
          .isEqualTo(single.step(TOKENS).logits().floats());
    }
  }

  @Test
  void weights_stay_as_they_are_and_graphs_are_small() throws Exception {
    var source = WhisperModels.random(folder, Form.HALF);
    var before = Digest.of(source.resolve("model.safetensors"));
    var out = folder.resolve("out");

    WhisperModels.export(source, out, HEADS);
    WhisperModels.export(source, out, HEADS);

    assertThat(Digest.of(out.resolve("model.safetensors"))).isEqualTo(before);
    assertThat(Digest.of(source.resolve("model.safetensors"))).isEqualTo(before);
    assertThat(Files.size(out.resolve("encoder.onnx"))).isLessThan(60_000);
    assertThat(Files.size(out.resolve("decoder.onnx"))).isLessThan(60_000);
    assertThat(out.resolve(".unfinished")).doesNotExist();
  }

  private WhisperRun run(Path source) throws Exception {
    return run(source, Steps.FUSED);
  }

  private WhisperRun run(Path source, Steps form) throws Exception {
    var out = Files.createTempDirectory(folder, "out");
    return new WhisperRun(out, WhisperModels.export(source, out, HEADS, form));
  }

  private static long[] integers(double[] numbers) {
    return Arrays.stream(numbers).mapToLong(number -> (long) number).toArray();
  }

  private static float[] logits(WhisperRun.Step step, int text, int token) {
    var logits = step.logits();
    return row(logits, text * (int) logits.shape()[1] + token);
  }

  private static float[] alignment(WhisperRun.Step step, int text, int head, int token) {
    var alignment = step.alignment();
    int heads = (int) alignment.shape()[1];
    int tokens = (int) alignment.shape()[2];
    return row(alignment, (text * heads + head) * tokens + token);
  }

  private static float[] row(WhisperRun.Numbers numbers, int row) {
    int length = (int) numbers.shape()[numbers.shape().length - 1];
    return Arrays.copyOfRange(numbers.floats(), row * length, (row + 1) * length);
  }

  private static void assertNear(float[] actual, float[] expected, double tolerance) {
    assertThat(WhisperRun.largestDifference(actual, expected)).isLessThanOrEqualTo(tolerance);
  }
}

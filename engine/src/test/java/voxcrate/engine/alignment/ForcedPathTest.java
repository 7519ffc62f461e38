package voxcrate.engine.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import voxcrate.json.Json;

final class ForcedPathTest {
  static Stream<Json.Obj> cases() {
    return CtcCases.paths().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void paths_equal_the_reference(Json.Obj expected) {
    var emission = CtcCases.emission(id(expected)).withWildcard(0);
    var tokens = expected.array("tokens").stream().mapToInt(ForcedPathTest::integer).toArray();

    var path = ForcedPath.of(emission, tokens, 0);

    assertThat(path.isEmpty()).isEqualTo(expected.flag("failed"));
    path.ifPresent(spans -> assertEqual(spans, expected.array("chars")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void spellings_equal_the_reference(Json.Obj expected) {
    var text = expected.text("text").replace('|', ' ');

    var spelling = Spelling.of(text, Script.SPACED, CtcCases.labels());

    assertThat(Arrays.stream(spelling.tokens()).boxed())
        .isEqualTo(expected.array("tokens").stream().map(ForcedPathTest::integer).toList());
  }

  @Test
  void a_text_takes_at_least_a_frame_for_each_label() {
    var emission = new Emission(new float[] {-1, -1, -1, -1}, 2);

    assertThat(ForcedPath.of(emission, new int[] {1, 1, 1}, 0)).isEmpty();
    assertThat(ForcedPath.of(emission, new int[] {1}, 0)).isPresent();
  }

  @Test
  void spans_follow_one_another_without_gap() {
    var random = new Random(7);
    var values = new float[200 * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.log(random.nextDouble() / 5 + 1e-6);
    }
    var tokens = IntStream.range(0, 40).map(i -> 1 + i % 4).toArray();

    var path = ForcedPath.of(new Emission(values, 5), tokens, 0).orElseThrow();

    assertThat(path).hasSize(tokens.length);
    for (int i = 1; i < path.size(); i++) {
      assertThat(path.get(i).startFrame()).isEqualTo(path.get(i - 1).endFrame());
      assertThat(path.get(i).token()).isEqualTo(i);
    }
  }

  private static void assertEqual(List<LabelSpan> spans, List<Json> expected) {
    assertThat(spans).hasSameSizeAs(expected);
    for (int i = 0; i < spans.size(); i++) {
      var wanted = ((Json.Arr) expected.get(i)).items();
      assertThat(spans.get(i).startFrame()).isEqualTo(integer(wanted.get(1)));
      assertThat(spans.get(i).endFrame()).isEqualTo(integer(wanted.get(2)));
      assertThat(spans.get(i).score())
          .isCloseTo(((Json.Num) wanted.get(3)).value().doubleValue(), within(1e-6));
    }
  }

  private static int integer(Json number) {
    return (int) ((Json.Num) number).asLong();
  }

  private static String id(Json.Obj expected) {
    return switch (expected.get("id")) {
      case Json.Num number -> String.valueOf(number.asLong());
      case Json.Str(var name) -> name;
      default -> throw new AssertionError("an id of another kind");
    };
  }
}

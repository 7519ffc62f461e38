package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Journey 4: the demo models on recordings of voices they have never heard.
final class QualityJourney {
  private static final Pattern FIGURE =
      Pattern.compile("DER ([0-9.]+) %.*speakers right in ([0-9]+) of ([0-9]+)");

  @Test
  void held_out_error_is_at_most_15_percent_and_four_in_five_have_the_right_number()
      throws Exception {
    var bench = Launch.of(Source.root().resolve("scripts/bench"), "der", "--demo").run();

    assertThat(bench.status()).as(bench.all()).isZero();
    var lastLine = bench.out().strip().lines().reduce((_, line) -> line).orElse("");
    var figure = FIGURE.matcher(lastLine);
    assertThat(figure.find()).as(lastLine).isTrue();
    assertThat(Double.parseDouble(figure.group(1))).isLessThanOrEqualTo(15.0);
    double right = Double.parseDouble(figure.group(2)) / Double.parseDouble(figure.group(3));
    assertThat(right).isGreaterThanOrEqualTo(0.8);
  }
}

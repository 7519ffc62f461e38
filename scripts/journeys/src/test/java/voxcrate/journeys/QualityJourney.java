package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Journey 4: how well the demo models tell the speakers of the held-out recordings apart, by the
/// command that people measure with.
final class QualityJourney {
  private static final Pattern FIGURE =
      Pattern.compile(
          "DER (?<der>[0-9.]+) % .*speakers right in (?<right>\\d+) of (?<all>\\d+) recordings");

  @Test
  void held_out_recordings_keep_to_the_promised_error() throws Exception {
    var bench = Launch.of(Source.root().resolve("scripts/bench"), "der", "--demo").run();

    assertThat(bench.status()).as(bench.all()).isZero();
    var figure = FIGURE.matcher(bench.out().strip().lines().toList().getLast());
    assertThat(figure.find()).as(bench.out()).isTrue();
    assertThat(Double.parseDouble(figure.group("der"))).isLessThanOrEqualTo(15.0);
    assertThat(Integer.parseInt(figure.group("all"))).isGreaterThanOrEqualTo(20);
    assertThat(Double.parseDouble(figure.group("right")) / Integer.parseInt(figure.group("all")))
        .isGreaterThanOrEqualTo(0.8);
  }
}

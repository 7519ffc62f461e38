package voxcrate.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;
import voxcrate.engine.EngineCode;
import voxcrate.engine.diarization.SpeakerBounds;
import voxcrate.problem.ToolException;

/// What counts when options, the environment and the installation's `.env` say something.
final class SettingsTest {
  private static final List<String> FILE =
      List.of("# ours", "MIN_SPEAKERS=2", "MAX_SPEAKERS=\"6\"");

  @Test
  void the_environment_counts_before_the_file() {
    var settings = new Settings(Map.of("MAX_SPEAKERS", "4", "MIN_SPEAKERS", " "), FILE);

    assertThat(bounds(null, null, null, settings)).isEqualTo(new SpeakerBounds(2, 4));
  }

  @Test
  void options_count_before_both() {
    var settings = new Settings(Map.of(), FILE);

    assertThat(bounds(null, 3, 5, settings)).isEqualTo(new SpeakerBounds(3, 5));
    assertThat(bounds(9, null, null, settings)).isEqualTo(new SpeakerBounds(9, 9));
  }

  @Test
  void a_default_that_contradicts_an_option_gives_way() {
    var settings = new Settings(Map.of(), FILE);

    assertThat(bounds(null, 8, null, settings))
        .isEqualTo(new SpeakerBounds(8, SpeakerBounds.ANY.max()));
    assertThat(bounds(null, null, 1, settings)).isEqualTo(new SpeakerBounds(1, 1));
  }

  @Test
  void without_settings_any_number_may_speak() {
    var settings = new Settings(Map.of(), List.of("MIN_SPEAKERS=", "export MAX_SPEAKERS=''"));

    assertThat(bounds(null, null, null, settings)).isEqualTo(SpeakerBounds.ANY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "two", "2.5", "9999999"})
  void a_setting_that_is_no_number_is_named(String value) {
    var settings = new Settings(Map.of("MAX_SPEAKERS", value), List.of());

    assertThatThrownBy(() -> bounds(null, null, null, settings))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(EngineCode.SETTING_UNUSABLE);
              assertThat(refusal.problem().doing()).contains("MAX_SPEAKERS");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "90,90",
    "1:30,90",
    "00:01:30.5,90.5",
    "0,0",
    "0.25,0.25",
    "90:00,5400",
    "27:15:59,98159",
    "'1:30,5',90.5"
  })
  void times_are_read_as_people_write_them(String text, double seconds) {
    assertThat(new ClockTime().convert(text)).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1:60", "1:60:00", "1:2:3:4", "1m30", "1e3", ":30", "NaN"})
  void other_times_are_refused(String text) {
    assertThatThrownBy(() -> new ClockTime().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("1:30");
  }

  private static SpeakerBounds bounds(
      @Nullable Integer exact, @Nullable Integer least, @Nullable Integer most, Settings settings) {
    var options = new SpeakerOptions();
    options.exact = exact;
    options.least = least;
    options.most = most;
    return options.bounds(settings);
  }
}

package voxcrate.bundler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import voxcrate.bundler.download.DownloadSettings;

final class DownloadOptionsTest {
  private static DownloadOptions parsed(String... arguments) {
    return CommandLine.populateCommand(new DownloadOptions(), arguments);
  }

  @ParameterizedTest
  @CsvSource({"2M, 2097152", "500k, 512000", "1GiB, 1073741824", "800, 800", "3M/s, 3145728"})
  void rate_is_read_as_people_write_it(String text, long bytesPerSecond) {
    assertThat(parsed("--limit-rate", text).bytesPerSecond).isEqualTo(bytesPerSecond);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "fast", "-1", "2X", "9999999999999", "999999999999T", ""})
  void what_is_no_rate_is_refused(String text) {
    assertThatThrownBy(() -> parsed("--limit-rate", text))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("expected bytes a second");
  }

  @Test
  void without_the_option_nothing_is_limited() {
    assertThat(parsed().settings()).isEqualTo(DownloadSettings.STANDARD);
  }
}

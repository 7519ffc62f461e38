package voxcrate.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CudaSupportTest {
  @ParameterizedTest
  @CsvSource({
    "5, 2, false", // Maxwell
    "6, 1, true", // Pascal, with the code of 6.0
    "7, 0, true",
    "7, 2, true",
    "8, 7, true",
    "9, 0, true",
    "10, 0, false", // Blackwell of data centres: no code, none that could be translated
    "10, 3, false",
    "11, 0, false",
    "12, 0, true",
    "12, 1, true",
    "13, 0, false"
  })
  void code_runs_on_cards_of_its_kind(int major, int minor, boolean runs) {
    assertThat(CudaSupport.runsOn(major, minor)).isEqualTo(runs);
  }
}

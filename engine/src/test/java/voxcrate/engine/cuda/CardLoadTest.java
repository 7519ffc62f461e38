package voxcrate.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CardLoadTest {
  private final FakeCuda cuda =
      new FakeCuda(new CudaCard(0, "First", 9, 0, 1000), new CudaCard(1, "Second", 9, 0, 1000));

  @Test
  void the_card_that_computes_is_asked_however_it_is_counted() {
    for (int number = 0; number < 2; number++) {
      try (var load = CardLoad.of(number, cuda, cuda).orElseThrow()) {
        assertThat(load.percent()).hasValue(10 * (2 - number));
        assertThat(cuda.managed()).isOne();
      }
      assertThat(cuda.managed()).isZero();
    }
  }

  @Test
  void a_card_that_is_not_there_has_no_load() {
    assertThat(CardLoad.of(2, cuda, cuda)).isEmpty();
  }

  @Test
  void a_library_that_does_not_tell_is_no_fault() {
    cuda.without("nvmlDeviceGetUtilizationRates");
    try (var load = CardLoad.of(0, cuda, cuda).orElseThrow()) {
      assertThat(load.percent()).isEmpty();
    }
  }
}

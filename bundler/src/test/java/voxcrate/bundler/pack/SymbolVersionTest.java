package voxcrate.bundler.pack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolVersionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GLIBC_2.2.5",
        "GLIBC_2.9",
        "GLIBC_2.28",
        "GLIBCXX_3.4",
        "GLIBCXX_3.4.9",
        "GLIBCXX_3.4.25",
        "CXXABI_1.3",
        "CXXABI_1.3.11",
        "CXXABI_TM_1",
        "CXXABI_FLOAT128",
        "GCC_3.0",
        "SUNWprivate_1.1",
        "VERSION"
      })
  void the_oldest_target_has_it(String name) {
    assertThat(new SymbolVersion("lib", name).isTooNew()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GLIBC_2.28.1",
        "GLIBC_2.29",
        "GLIBC_2.100",
        "GLIBC_3.0",
        "GLIBC_PRIVATE",
        "GLIBC_ABI_DT_RELR",
        "GLIBC_",
        "GLIBCXX_3.4.26",
        "GLIBCXX_3.5",
        "CXXABI_1.3.12",
        "CXXABI_2.0"
      })
  void the_oldest_target_lacks_it(String name) {
    assertThat(new SymbolVersion("lib", name).isTooNew()).isTrue();
  }
}

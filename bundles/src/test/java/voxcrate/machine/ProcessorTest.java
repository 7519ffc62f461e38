package voxcrate.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessorTest {
  private static final String SANDY_BRIDGE =
      """
      processor\t: 0
      vendor_id\t: GenuineIntel
      flags\t\t: fpu vme sse sse2 ssse3 sse4_1 sse4_2 popcnt aes xsave avx hypervisor

      processor\t: 1
      flags\t\t: fpu vme sse sse2 ssse3 sse4_1 sse4_2 popcnt aes xsave avx avx2 fma
      """;

  @TempDir Path folder;

  private Path describing(String text) throws IOException {
    return Files.writeString(folder.resolve("cpuinfo"), text);
  }

  @Test
  void missing_instructions_are_named() throws IOException {
    assertThat(Processor.of(describing(SANDY_BRIDGE)).missing()).containsExactly("avx2", "fma");
  }

  @Test
  void a_word_that_only_begins_alike_does_not_count() throws IOException {
    assertThat(Processor.of(describing("flags\t\t: avx avx2_like fma\n")).missing())
        .containsExactly("avx2");
  }

  @Test
  void nothing_is_missing_where_all_is_there_or_nothing_is_told() throws IOException {
    assertThat(Processor.of(describing("flags\t\t: fma avx512f avx2 avx\n")).missing()).isEmpty();
    assertThat(Processor.of(describing("Features\t: fp asimd\n")).missing()).isEmpty();
    assertThat(Processor.of(folder.resolve("none")).missing()).isEmpty();
  }
}

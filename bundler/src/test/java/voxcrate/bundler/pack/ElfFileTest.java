package voxcrate.bundler.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElfFileTest {
  @TempDir Path folder;

  @Test
  void reads_the_version_that_a_made_file_asks_for() throws Exception {
    var file = ElfFixture.needing("libc.so.6", "GLIBC_2.34").in(folder);

    var needed = ElfFile.neededVersions(file);

    assertThat(needed).containsExactly(new SymbolVersion("libc.so.6", "GLIBC_2.34"));
  }

  @Test
  void a_script_is_not_native() throws Exception {
    var script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");
    var empty = Files.writeString(folder.resolve("empty"), "");

    assertThat(ElfFile.isNative(script)).isFalse();
    assertThat(ElfFile.isNative(empty)).isFalse();
    assertThat(ElfFile.isNative(ElfFixture.needing("libc.so.6", "GLIBC_2.17").in(folder))).isTrue();
  }

  /// Independent reference: `objdump -p` of GNU binutils.
  @ParameterizedTest
  @MethodSource("nativeFilesOfThisMachine")
  void agrees_with_objdump_on_files_of_this_machine(Path file) throws Exception {
    var expected = objdump(file);

    var found =
        ElfFile.neededVersions(file).stream()
            .map(SymbolVersion::toString)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(found).isEqualTo(expected);
  }

  static Stream<Path> nativeFilesOfThisMachine() throws IOException {
    var jdk = Path.of(System.getProperty("java.home"));
    return Stream.of(
        jdk.resolve("bin/java"),
        jdk.resolve("lib/server/libjvm.so"),
        jdk.resolve("lib/libnio.so"),
        jdk.resolve("lib/libzip.so"),
        Path.of("/bin/sh"));
  }

  private static Set<String> objdump(Path file) throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/objdump")) && Files.exists(file),
        "needs objdump of GNU binutils");
    var process = new ProcessBuilder("/usr/bin/objdump", "-p", file.toString()).start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var library = Pattern.compile("\\s*required from (\\S+):");
    var version = Pattern.compile("\\s+0x[0-9a-f]+ 0x[0-9a-f]+ \\d+ (\\S+)");
    var found = new TreeSet<String>();
    var current = "";
    int references = text.indexOf("Version References:");
    for (var line :
        references < 0 ? List.<String>of() : text.substring(references).lines().toList()) {
      var from = library.matcher(line);
      var needed = version.matcher(line);
      if (from.matches()) {
        current = from.group(1);
      } else if (needed.matches()) {
        found.add(needed.group(1) + " of " + current);
      }
    }
    return found;
  }

  @Test
  void refuses_files_for_other_machines() throws Exception {
    var arm = ElfFixture.needing("libc.so.6", "GLIBC_2.17").forMachine(183).in(folder);

    assertThatThrownBy(() -> ElfFile.neededVersions(arm)).isInstanceOf(IOException.class);
  }

  @Test
  void refuses_files_of_32_bits() throws Exception {
    var small = ElfFixture.needing("libc.so.6", "GLIBC_2.17").of32Bits().in(folder);

    assertThatThrownBy(() -> ElfFile.neededVersions(small)).isInstanceOf(IOException.class);
  }

  @Test
  void refuses_a_name_outside_its_table() throws Exception {
    var file = ElfFixture.needing("libc.so.6", "GLIBC_2.17").withNameOutside().in(folder);

    assertThatThrownBy(() -> ElfFile.neededVersions(file)).isInstanceOf(IOException.class);
  }

  @Test
  void refuses_a_table_that_would_fill_the_memory() throws Exception {
    var file = ElfFixture.needing("libc.so.6", "GLIBC_2.17").withNamesOf(1L << 40).in(folder);

    assertThatThrownBy(() -> ElfFile.neededVersions(file)).isInstanceOf(IOException.class);
  }

  @Test
  void follows_the_links_and_not_the_counts_as_the_loader_does() throws Exception {
    var file = ElfFixture.needing("libc.so.6", "GLIBC_2.17").withWrongCount().in(folder);

    assertThat(ElfFile.neededVersions(file)).hasSize(1);
  }

  @Test
  void refuses_versions_that_lead_out_of_the_file() throws Exception {
    var file = ElfFixture.needing("libc.so.6", "GLIBC_2.17").withEndlessVersions().in(folder);

    assertThatThrownBy(() -> ElfFile.neededVersions(file)).isInstanceOf(IOException.class);
  }

  @Test
  void a_file_cut_short_anywhere_is_refused_and_never_misread() throws Exception {
    var whole = ElfFixture.needing("libc.so.6", "GLIBC_2.17").bytes();

    for (int length = 4; length < whole.length; length++) {
      var file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ElfFile.neededVersions(file))
          .as("%d bytes", length)
          .isInstanceOf(IOException.class);
    }
  }
}

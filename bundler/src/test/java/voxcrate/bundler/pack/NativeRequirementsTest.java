package voxcrate.bundler.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.archive.BundleContent.InFile;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;
import voxcrate.problem.ToolException;

class NativeRequirementsTest {
  @TempDir Path folder;

  @Test
  void a_file_for_the_oldest_target_may_travel() throws Exception {
    var file = ElfFixture.needing("libstdc++.so.6", "GLIBCXX_3.4.25").in(folder);

    assertThatCode(() -> NativeRequirements.check(shipped("engine/native/x.so", file)))
        .doesNotThrowAnyException();
  }

  @Test
  void a_file_that_needs_a_newer_libc_is_refused_by_name_and_version() throws Exception {
    var file = ElfFixture.needing("libc.so.6", "GLIBC_2.29").in(folder);

    assertThatThrownBy(() -> NativeRequirements.check(shipped("engine/native/x.so", file)))
        .isInstanceOfSatisfying(
            ToolException.class,
            refused ->
                assertThat(refused.problem().render())
                    .contains("VX-BUILD-002", "engine/native/x.so", "GLIBC_2.29 of libc.so.6"));
  }

  @Test
  void a_runtime_from_a_newer_distribution_is_refused_with_advice_on_the_jdk() throws Exception {
    var file = ElfFixture.needing("libc.so.6", "GLIBC_2.38").in(folder);

    assertThatThrownBy(() -> NativeRequirements.check(shipped("runtime/lib/libjava.so", file)))
        .isInstanceOfSatisfying(
            ToolException.class,
            refused -> assertThat(refused.problem().remedy().toString()).contains("JDK"));
  }

  @Test
  void a_damaged_native_file_is_refused() throws Exception {
    var file = Files.write(folder.resolve("cut.so"), new byte[] {0x7f, 'E', 'L', 'F', 2, 1});

    assertThatThrownBy(() -> NativeRequirements.check(shipped("engine/native/cut.so", file)))
        .isInstanceOfSatisfying(
            ToolException.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(BuildCode.NATIVE_DAMAGED));
  }

  private static List<ReleaseFile> shipped(String path, Path file) {
    return List.of(new ReleaseFile(new RelativePath(path), Mode.FILE, new InFile(file)));
  }
}

package voxcrate.bundler.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundler.cuda.ElfLibrary;

/// Whether native libraries hold everything that they need.
final class LibrarySetTest {
  @TempDir Path folder;

  private LibrarySet set(ElfLibrary... libraries) throws IOException {
    var files = new ArrayList<Path>();
    for (var library : libraries) {
      files.add(Files.write(folder.resolve("made-" + files.size()), library.bytes()));
    }
    return LibrarySet.of(files);
  }

  @Test
  void libraries_come_behind_those_that_they_need() throws Exception {
    var set =
        set(
            ElfLibrary.named("liba.so.1").needing("libb.so.1").needing("libc.so.6"),
            ElfLibrary.named("libb.so.1").needing("libz2.so.1"),
            ElfLibrary.named("libz2.so.1"));

    assertThat(set.missing()).isEmpty();
    assertThat(set.inOrder(List.of("liba.so.1", "libb.so.1", "libz2.so.1")))
        .containsExactly("libz2.so.1", "libb.so.1", "liba.so.1");
  }

  @Test
  void a_symbol_has_to_be_in_the_library_that_its_version_names() throws Exception {
    var set =
        set(
            ElfLibrary.named("liba.so.1").taking("f", "libb.so.1"),
            ElfLibrary.named("libb.so.1").giving("g"),
            ElfLibrary.named("libother.so.1").giving("f"));

    assertThat(set.missing()).containsExactly("f@libb.so.1 for liba.so.1");
  }

  @Test
  void functions_of_the_driver_and_of_zlib_are_the_target_s() throws Exception {
    var set =
        set(
            ElfLibrary.named("liba.so.1")
                .needing("libcuda.so.1")
                .needing("libz.so.1")
                .takingFromAnywhere("cuInit")
                .takingFromAnywhere("inflateInit2_")
                .takingFromAnywhere("nobodyHasIt"));

    assertThat(set.missing()).containsExactly("nobodyHasIt for liba.so.1");
  }

  @Test
  void libraries_that_need_each_other_are_ordered_all_the_same() throws Exception {
    var set =
        set(
            ElfLibrary.named("liba.so.1").needing("libb.so.1"),
            ElfLibrary.named("libb.so.1").needing("liba.so.1"));

    assertThat(set.inOrder(List.of("liba.so.1", "libb.so.1")))
        .containsExactlyInAnyOrder("liba.so.1", "libb.so.1");
  }

  /// Made by a linker, with hash tables of the GNU kind.
  @Test
  void the_java_runtime_s_own_libraries_are_complete() {
    var lib = Path.of(System.getProperty("java.home"), "lib");
    var names = List.of("server/libjvm.so", "libjava.so", "libjimage.so", "libzip.so", "libnet.so");
    assumeTrue(names.stream().allMatch(name -> Files.exists(lib.resolve(name))), "needs a JDK");

    var set = LibrarySet.of(names.stream().map(lib::resolve).toList());

    assertThat(set.missing()).isEmpty();
    assertThat(LibrarySet.of(List.of(lib.resolve("libnet.so"))).missing())
        .anyMatch(missing -> missing.contains("JVM_") || missing.startsWith("libjava.so"));
  }

  /// NVIDIA's and ONNX Runtime's own, in `engine/native` and `engine/cuda` of a folder.
  @Test
  void the_real_libraries_are_complete_where_they_are_at_hand() throws Exception {
    var real = System.getProperty("voxcrate.cuda.real", System.getenv("VOXCRATE_CUDA_REAL"));
    assumeTrue(
        real != null, "needs VOXCRATE_CUDA_REAL, a folder with engine/native and engine/cuda");
    var files = new ArrayList<Path>();
    for (var part : List.of("engine/native", "engine/cuda")) {
      try (var all = Files.list(Path.of(real).resolve(part))) {
        all.filter(file -> file.toString().contains(".so")).sorted().forEach(files::add);
      }
    }

    assertThat(LibrarySet.of(files).missing()).isEmpty();
  }
}

package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Journey: the bundle of the demo on machines that somebody has locked down. Each is made in a
/// name space of its own, so this machine stays as it is; where that is not allowed, a test is
/// skipped.
final class HardenedHostJourney {
  private static final Path SAMPLE =
      Source.root().resolve("scripts/demo-models/samples/sample-01.flac");

  private static Demo demo;

  @TempDir Path folder;

  @BeforeAll
  static void run_the_demo() throws Exception {
    demo = Demo.run();
  }

  private static List<Object> install(Path prefix) {
    return List.of(
        demo.folder().resolve("bootstrap/voxcrate-installer"),
        "install",
        demo.folder().resolve("stick"),
        "--prefix",
        prefix,
        "--yes");
  }

  private static List<Object> transcribe(Path prefix, Path out) {
    return List.of(prefix.resolve("bin/voxcrate"), "transcribe", SAMPLE, "-o", out);
  }

  private static Launch run(List<?> words) throws Exception {
    return Launch.of(words.toArray()).withEmptyEnvironment().run();
  }

  private static List<Object> under(List<?> before, List<?> words) {
    var command = new ArrayList<Object>(before);
    command.addAll(words);
    return command;
  }

  private static void succeeds(List<?> words) throws Exception {
    var run = run(words);
    assertThat(run.status()).as(run.all()).isZero();
  }

  /// A mount of its own for the commands that follow in `script`, `"$@"` among them.
  private static List<Object> withMounts(String script, List<?> words) {
    return under(List.of("unshare", "-m", "sh", "-c", script, "sh"), words);
  }

  private static void assumeMounts() throws Exception {
    assumeTrue(
        Launch.of("unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt").run().status() == 0,
        "this machine allows no mounts of one's own");
  }

  @Test
  void nothing_is_connected_from_the_first_line_to_the_transcript() throws Exception {
    var trace = folder.resolve("trace");
    List<Object> strace = List.of("strace", "-f", "-qq", "-e", "trace=%network", "-o", trace);
    assumeTrue(
        run(under(strace, List.of("/bin/true"))).status() == 0, "strace cannot be used here");
    var prefix = folder.resolve("installed");

    var home = Files.createDirectory(folder.resolve("home"));

    var installing = traced(trace, home, under(strace, install(prefix)));
    var transcribing =
        traced(trace, home, under(strace, transcribe(prefix, folder.resolve("out"))));

    assertThat(home).isEmptyDirectory();
    assertThat(Stream.concat(installing.stream(), transcribing.stream()))
        .filteredOn(line -> line.matches("\\d+ +[a-z0-9_]+\\(.*"))
        .filteredOn(line -> !isHarmless(line))
        .isEmpty();
  }

  /// What the commands of one run ask of the network, with a home that can be written to.
  private static List<String> traced(Path trace, Path home, List<?> words) throws Exception {
    var run = Launch.of(words.toArray()).with("HOME", home.toString()).in(home).run();
    assertThat(run.status()).as(run.all()).isZero();
    return Files.readAllLines(trace);
  }

  /// Two things are let pass. The C library asks for its own name cache, which may not be there.
  /// Java's library for files asks at its start whether the machine has IPv4 and IPv6: it opens a
  /// socket of each and closes it; nothing is bound, connected or sent.
  private static boolean isHarmless(String line) {
    return line.contains("/var/run/nscd/socket")
        || line.matches("\\d+ +socket\\(AF_INET6?, SOCK_STREAM, IPPROTO_IP\\) += .*")
        || line.matches("\\d+ +setsockopt\\(\\d+, SOL_SOCKET, SO_REUSEPORT, .*")
        || line.matches(
            "\\d+ +socket\\(AF_UNIX, SOCK_STREAM\\|SOCK_CLOEXEC\\|SOCK_NONBLOCK, 0\\).*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "077", "777"})
  void rights_do_not_depend_on_the_umask(String umask) throws Exception {
    var prefix = folder.resolve("installed");

    succeeds(under(List.of("sh", "-c", "umask " + umask + "; \"$@\"", "sh"), install(prefix)));

    try (Stream<Path> tree = Files.walk(prefix)) {
      for (var path : tree.filter(path -> !Files.isSymbolicLink(path)).toList()) {
        var rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        assertThat(rights).as(path.toString()).matches(expected(prefix.relativize(path)));
      }
    }
  }

  private static String expected(Path path) {
    return switch (path.getName(0).toString()) {
      case "store", "releases" -> "rwxr-xr-x|r--r--r--|r-xr-xr-x";
      case "data" -> "rwx------";
      case ".lock" -> "rw-------|rw-r--r--";
      default -> "rwxr-xr-x|r--r--r--|rw-r--r--|r-xr-xr-x";
    };
  }

  @Test
  void prefix_may_have_blanks_and_letters_of_any_script() throws Exception {
    var prefix = folder.resolve("Büro 7 – 会議室");

    succeeds(install(prefix));
    succeeds(transcribe(prefix, folder.resolve("Größe – 会議")));

    assertThat(Files.readString(folder.resolve("Größe – 会議/sample-01.txt"))).contains("Speaker 1");
  }

  /// Home and temporary folders are read-only and start no program; only the prefix and the results
  /// have a place.
  @Test
  void nothing_is_written_to_a_home_or_a_temporary_folder() throws Exception {
    assumeMounts();
    var own = Files.createDirectory(folder.resolve("own"));
    var script =
        """
        set -e
        own=$1 source=$2
        shift 2
        for place in /tmp /var/tmp /root /home; do
          mount --bind $place $place
          mount -o remount,bind,ro,noexec $place
        done
        for place in "$own" "$source"; do
          mount --bind "$place" "$place"
          mount -o remount,bind,rw,exec "$place"
        done
        if touch /tmp/x 2>/dev/null; then echo "the mount did not take" >&2; exit 99; fi
        "$@"
        """;
    for (var words :
        List.of(
            install(own.resolve("installed")),
            transcribe(own.resolve("installed"), own.resolve("out")))) {
      var run = run(withMounts(script, under(List.of(own, Source.root()), words)));
      assertThat(run.status()).as(run.all()).isZero();
    }
    assertThat(own.resolve("out/sample-01.txt")).isNotEmptyFile();
  }

  @Test
  void folder_from_which_nothing_may_be_started_is_named() throws Exception {
    assumeMounts();
    var place = Files.createDirectory(folder.resolve("noexec"));
    var script = "mount -t tmpfs -o noexec none '" + place + "' && \"$@\"";

    var refused = run(withMounts(script, install(place.resolve("installed"))));

    assertThat(refused.status()).as(refused.all()).isEqualTo(6);
    assertThat(refused.err()).contains("VX-INSTALL-017", "noexec", "--prefix");
  }

  @Test
  void processor_without_the_needed_instructions_is_named_before_native_code_runs()
      throws Exception {
    assumeMounts();
    var prefix = demo.installed();
    var old = folder.resolve("cpuinfo");
    Files.writeString(
        old, Files.readString(Path.of("/proc/cpuinfo")).replaceAll("\\b(avx2|fma)\\b", ""));
    var script = "mount --bind '" + old + "' /proc/cpuinfo && \"$@\"";

    var refused = run(withMounts(script, transcribe(prefix, folder.resolve("out"))));

    assertThat(refused.status()).as(refused.all()).isEqualTo(6);
    assertThat(refused.err()).contains("VX-ENGINE-022", "avx2, fma");
  }

  @Test
  void installed_libraries_are_loaded_from_the_release_alone() throws Exception {
    var trace = folder.resolve("trace");
    List<Object> strace =
        List.of("strace", "-f", "-qq", "-e", "trace=open,openat,execve", "-o", trace);
    assumeTrue(
        run(under(strace, List.of("/bin/true"))).status() == 0, "strace cannot be used here");

    succeeds(under(strace, transcribe(demo.installed(), folder.resolve("out"))));

    var release = demo.installed().resolve("releases").toString();
    assertThat(Files.readAllLines(trace))
        .filteredOn(line -> line.contains(".so") && !line.contains(" = -1 "))
        .isNotEmpty()
        .allMatch(
            line -> line.contains('"' + release) || line.matches(".*\"(/usr)?/(lib|lib64|etc)/.*"));
  }

  @Test
  void hostile_surroundings_change_nothing() throws Exception {
    var trap = Files.createDirectory(folder.resolve("trap"));
    for (var name : List.of("java", "sh", "readlink", "ldd")) {
      var file = Files.writeString(trap.resolve(name), "#!/bin/sh\ntouch '" + trap + "/sprung'\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(trap.resolve("libonnxruntime.so"), "not a library");
    var prefix = folder.resolve("installed");
    for (var words : List.of(install(prefix), transcribe(prefix, folder.resolve("out")))) {
      var run =
          Launch.of(words.toArray())
              .with("JAVA_TOOL_OPTIONS", "-javaagent:" + trap.resolve("evil.jar"))
              .with("JDK_JAVA_OPTIONS", "-javaagent:" + trap.resolve("evil.jar"))
              .with("_JAVA_OPTIONS", "-Xmx1k")
              .with("CLASSPATH", trap.toString())
              .with("LD_LIBRARY_PATH", trap.toString())
              .with("JAVA_HOME", trap.toString())
              .with("TMPDIR", trap.resolve("nowhere").toString())
              .with("HOME", "/nonexistent")
              .with("LC_ALL", "xx_XX.broken")
              .with("PATH", trap + ":.")
              .in(trap)
              .run();
      assertThat(run.status()).as(run.all()).isZero();
    }
    assertThat(trap.resolve("sprung")).doesNotExist();
  }
}

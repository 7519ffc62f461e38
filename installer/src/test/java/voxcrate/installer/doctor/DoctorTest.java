package voxcrate.installer.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.machine.Graphics;
import voxcrate.installer.machine.Machine;
import voxcrate.problem.Problem;
import voxcrate.progress.ProgressListener;

/// Checks on machines that the build machine is not.
final class DoctorTest {
  @TempDir Path folder;

  private static Problem problem(Finding finding) {
    return switch (finding) {
      case Finding.Bad(var _, var problem, var _) -> problem;
      case Finding.Warning(var _, var problem, var _) -> problem;
      case Finding.Good _, Finding.Skipped _ -> throw new AssertionError(finding);
    };
  }

  private void put(String name, String text) throws IOException {
    var file = folder.resolve("root").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Machine machine() {
    return new Machine(folder.resolve("root"));
  }

  private InstallLayout layout() {
    return new InstallLayout(folder.resolve("the prefix"));
  }

  private Engine engine(String script) throws IOException {
    var release = folder.resolve("release");
    var program = release.resolve("bin/voxcrate");
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Engine(release);
  }

  @Test
  void old_processor_and_little_memory_are_found() throws Exception {
    put("proc/cpuinfo", "processor\t: 0\nmodel name\t: Old One\nflags\t\t: fpu sse4_2 avx\n");
    put("proc/meminfo", "MemTotal:  2000000 kB\nMemAvailable:  500000 kB\n");

    var findings = new PlatformCheck(machine(), 1_600_000_000).look();

    assertThat(findings.get(1)).isInstanceOf(Finding.Bad.class);
    assertThat(findings.get(2)).isInstanceOf(Finding.Warning.class);
    assertThat(problem(findings.get(1)).found()).contains("Old One", "without avx2, fma");
    assertThat(problem(findings.get(2)).code()).isEqualTo(DoctorCode.MEMORY_SHORT);
  }

  @Test
  void processor_that_has_what_is_usual_is_good() throws Exception {
    put("proc/cpuinfo", "processor\t: 0\nmodel name\t: New One\nflags\t\t: fpu avx avx2 fma\n");

    assertThat(new PlatformCheck(machine(), 0).look()).allMatch(Finding.Good.class::isInstance);
  }

  @Test
  void clock_behind_signed_data_is_a_warning_only() throws Exception {
    var clock = Clock.fixed(Instant.parse("2001-01-01T00:00:00Z"), ZoneOffset.UTC);
    var signed = Instant.parse("2026-11-20T00:00:00Z");

    var finding = new ClockCheck(layout(), clock, signed).look().getFirst();

    assertThat(finding).isInstanceOf(Finding.Warning.class);
    assertThat(problem(finding).found()).contains("2001-01-01", "2026-11-20");
  }

  @Test
  void clock_far_ahead_is_a_warning_and_one_that_fits_is_good() throws Exception {
    var signed = Instant.parse("2026-11-20T00:00:00Z");

    assertThat(look("2099-01-01T00:00:00Z", signed)).isInstanceOf(Finding.Warning.class);
    assertThat(look("2027-01-01T00:00:00Z", signed)).isInstanceOf(Finding.Good.class);
  }

  private Finding look(String now, Instant signed) throws IOException {
    var clock = Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
    return new ClockCheck(layout(), clock, signed).look().getFirst();
  }

  @Test
  void card_without_a_driver_is_said_with_the_reason() {
    var finding =
        new GraphicsCheck(new Graphics.Unusable("nouveau is loaded"), false).look().getFirst();

    assertThat(problem(finding).code()).isEqualTo(DoctorCode.GRAPHICS_UNUSABLE);
    assertThat(problem(finding).found()).contains("nouveau");
  }

  @Test
  void card_that_the_release_cannot_use_is_said() {
    var card = card("9.0", Optional.empty());
    var graphics = new Graphics.Usable("570.1", "12.8", "NVML", List.of(card));

    var unused = new GraphicsCheck(graphics, false).look().getFirst();
    var used = new GraphicsCheck(graphics, true).look().getFirst();

    assertThat(problem(unused).code()).isEqualTo(DoctorCode.GRAPHICS_UNUSED);
    assertThat(problem(unused).found()).contains("H200", "9.0", "12.8", "MIG");
    assertThat(used).isInstanceOf(Finding.Good.class);
  }

  @Test
  void card_and_driver_that_the_release_has_no_code_for_are_said() {
    for (var capability : List.of("5.2", "10.0")) {
      var card = card(capability, Optional.empty());
      var finding =
          new GraphicsCheck(new Graphics.Usable("570.1", "12.8", "NVML", List.of(card)), true)
              .look()
              .getFirst();

      assertThat(problem(finding).code()).isEqualTo(DoctorCode.GRAPHICS_UNSUPPORTED);
      assertThat(problem(finding).found()).contains(capability);
    }
    var old = new Graphics.Usable("470.57", "11.4", "NVML", List.of(card("9.0", Optional.empty())));

    assertThat(problem(new GraphicsCheck(old, true).look().getFirst()).code())
        .isEqualTo(DoctorCode.DRIVER_OLD);
  }

  @Test
  void card_that_is_hot_and_shared_is_said() {
    var use = new Graphics.Use(600, 1980, 91, List.of("heat"), 2);
    var graphics =
        new Graphics.Usable("570.1", "12.8", "NVML", List.of(card("9.0", Optional.of(use))));

    var findings = new GraphicsCheck(graphics, true).look();

    assertThat(findings).hasSize(3);
    assertThat(findings.getFirst()).isInstanceOf(Finding.Good.class);
    assertThat(problem(findings.get(1)).code()).isEqualTo(DoctorCode.GRAPHICS_SLOWED);
    assertThat(problem(findings.get(1)).found()).contains("600 of 1980 MHz", "91 °C", "heat");
    assertThat(problem(findings.get(2)).code()).isEqualTo(DoctorCode.GRAPHICS_SHARED);
    assertThat(problem(findings.get(2)).found()).contains("2 processes");
  }

  private static Graphics.Card card(String capability, Optional<Graphics.Use> use) {
    return new Graphics.Card("H200", capability, 150L << 30, 149L << 30, true, use);
  }

  @Test
  void work_that_fell_back_to_the_processor_is_said() throws Exception {
    var engine =
        engine(
            "echo '{\"checks\":[{\"name\":\"known recording on CPU\",\"result\":\"passed\","
                + "\"evidence\":\"DER 1 %\"}]}'");
    var check =
        new InferenceCheck(layout(), engine, List.of("cpu", "cuda:0"), ProgressListener.SILENT);

    var findings = check.look();

    assertThat(findings.getFirst()).isInstanceOf(Finding.Good.class);
    assertThat(problem(findings.getLast()).code()).isEqualTo(DoctorCode.GRAPHICS_FELL_BACK);
    assertThat(problem(findings.getLast()).doing()).contains("cuda:0");
  }

  @Test
  void engine_that_crashes_is_a_finding() throws Exception {
    var check =
        new InferenceCheck(
            layout(), engine("kill -SEGV $$"), List.of("cpu"), ProgressListener.SILENT);

    var finding = check.look().getFirst();

    assertThat(problem(finding).code()).isEqualTo(DoctorCode.INFERENCE_FAILED);
    assertThat(problem(finding).found()).contains("status 139");
  }

  @Test
  void administrator_gets_the_rules_where_programs_are_guarded() throws Exception {
    put("sys/fs/selinux/enforce", "1");
    put("proc/812/comm", "fapolicyd\n");

    var finding = new StartCheck(layout(), machine(), engine("exit 126")).look().getFirst();

    assertThat(problem(finding).found()).contains("SELinux enforces", "fapolicyd runs");
    assertThat(String.join("\n", problem(finding).remedy()))
        .contains(
            "fapolicyd-cli --file add '" + layout().releases() + "'/",
            "restorecon -RFv",
            "semanage fcontext -a -t bin_t");
  }

  @Test
  void engine_that_starts_under_guards_is_good() throws Exception {
    put("sys/fs/selinux/enforce", "1");

    var finding = new StartCheck(layout(), machine(), engine("exit 0")).look().getFirst();

    assertThat(finding).isEqualTo(new Finding.Good("start", "the engine starts; SELinux enforces"));
  }

  @Test
  void names_of_people_machines_and_places_are_taken_out() {
    var redaction =
        Redaction.of(
            Path.of("/home/ann/B\u00fcro/voxcrate"),
            Optional.of(Path.of("/home/ann")),
            Optional.of("ann"),
            Optional.of("court7.example"));

    assertThat(
            redaction.of(
                "chown -hR 1000:1000 '/home/ann/B\u00fcro/voxcrate'/x; /home/ann/y on court7 by"
                    + " ann; annual; /run/media/ann/HEARINGS/voxcrate-7; /media/STICK"))
        .isEqualTo(
            "chown -hR 1000:1000 'PREFIX'/x; HOME/y on HOST by USER; annual; MEDIUM; /media/STICK");
  }

  @Test
  void root_is_not_a_person() {
    var redaction =
        Redaction.of(
            Path.of("/opt/voxcrate"),
            Optional.of(Path.of("/root")),
            Optional.of("root"),
            Optional.of("h"));

    assertThat(redaction.of("as root: chown /opt/voxcrate/store of /root/x"))
        .isEqualTo("as root: chown PREFIX/store of HOME/x");
  }
}

package voxcrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;
import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

final class ProgramTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "program", subcommands = Sample.class)
  static final class Root {}

  @Command(name = "sample")
  static final class Sample extends Verb {
    @Option(names = "--ending")
    String ending = "done";

    @Override
    protected ExitStatus run(Console console) {
      return switch (ending) {
        case "done" -> finish(console);
        case "warned" -> {
          console.warn("something is odd");
          yield ExitStatus.DONE;
        }
        case "refused" ->
            throw new ToolException(
                Problem.of(
                    Code.REFUSED,
                    "Bundle refused",
                    "verifying /media/stick",
                    "one byte differs in vol-000.tar.part",
                    "copy the bundle again"));
        default -> throw new IllegalStateException("a fault");
      };
    }

    private static ExitStatus finish(Console console) {
      console.print("for people");
      console.result(Json.object().put("for", "programs").build());
      return ExitStatus.DONE;
    }
  }

  enum Code implements ErrorCode {
    REFUSED;

    @Override
    public String id() {
      return "VX-TEST-001";
    }

    @Override
    public ExitStatus exit() {
      return ExitStatus.VERIFICATION;
    }
  }

  private int run(String... arguments) {
    return Program.run(new Root(), new PrintWriter(out), new PrintWriter(err), arguments);
  }

  @Test
  void result_goes_to_people_or_to_programs_never_to_both() {
    assertThat(run("sample")).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("for people");

    out.getBuffer().setLength(0);
    assertThat(run("sample", "--json")).isZero();
    assertThat(JsonReader.read(out.toString()))
        .isEqualTo(Json.object().put("for", "programs").build());
  }

  @Test
  void refusal_names_code_place_and_remedy_and_ends_with_its_status() {
    assertThat(run("sample", "--ending", "refused")).isEqualTo(5);
    assertThat(err.toString())
        .contains("VX-TEST-001", "vol-000.tar.part", "copy the bundle again")
        .contains("docs/errors.md#vx-test-001");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void refusal_under_json_is_one_document_on_standard_output() {
    assertThat(run("sample", "--ending", "refused", "--json")).isEqualTo(5);

    var document = (Json.Obj) JsonReader.read(out.toString());
    assertThat(document.object("error").text("code")).isEqualTo("VX-TEST-001");
  }

  @Test
  void fault_of_ours_ends_1_and_shows_the_stack_only_when_asked() {
    assertThat(run("sample", "--ending", "fault")).isEqualTo(1);
    assertThat(err.toString()).contains("--stacktrace").doesNotContain("\tat ");

    err.getBuffer().setLength(0);
    assertThat(run("sample", "--ending", "fault", "--stacktrace")).isEqualTo(1);
    assertThat(err.toString()).contains("\tat ");
  }

  @Test
  void warning_ends_0_and_under_strict_8() {
    assertThat(run("sample", "--ending", "warned")).isZero();
    assertThat(run("sample", "--ending", "warned", "--strict")).isEqualTo(8);
  }

  @Test
  void quiet_leaves_standard_error_to_errors() {
    assertThat(run("sample", "--ending", "warned", "--quiet")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void unknown_option_is_a_matter_of_usage() {
    assertThat(run("sample", "--nonsense")).isEqualTo(2);
  }
}

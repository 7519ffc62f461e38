package voxcrate.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.engine.EngineCode;
import voxcrate.engine.cuda.Cuda.Readiness;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Faults of a machine with a card, each with its own finding. The driver is a stand-in; its
/// functions are native ones all the same.
final class CudaTest {
  private static final CudaCard HOPPER = new CudaCard(0, "H200", 9, 0, 139L << 30);
  private static final CudaCard MAXWELL = new CudaCard(1, "M40", 5, 2, 12L << 30);

  @TempDir private Path folder;

  @Test
  void cards_are_told_as_the_driver_has_them() {
    assertThat(CudaDriver.ask(new FakeCuda(HOPPER, MAXWELL)))
        .isInstanceOfSatisfying(
            DriverAnswer.Cards.class,
            answer -> {
              assertThat(answer.cards()).containsExactly(HOPPER, MAXWELL);
              assertThat(answer.version()).isEqualTo("12.8");
            });
  }

  @Test
  void ready_machine_computes_on_cards_that_there_is_code_for() throws IOException {
    assertThat(readiness(new FakeCuda(HOPPER, MAXWELL)))
        .isInstanceOfSatisfying(
            Readiness.Ready.class,
            ready -> {
              assertThat(ready.obstacle(0)).isEmpty();
              assertThat(ready.obstacle(1))
                  .hasValueSatisfying(
                      problem -> {
                        assertThat(problem.code()).isEqualTo(EngineCode.CARD_UNSUPPORTED);
                        assertThat(problem.found()).contains("M40", "5.2");
                      });
              assertThat(ready.obstacle(2))
                  .hasValueSatisfying(
                      problem -> {
                        assertThat(problem.code()).isEqualTo(EngineCode.CARD_ABSENT);
                        assertThat(problem.found()).contains("cuda:0 is H200", "cuda:1 is M40");
                      });
            });
  }

  @Test
  void driver_that_is_not_there_is_told_from_one_that_has_no_cuda() throws IOException {
    var libraries = libraries();

    assertThat(problem(Cuda.of(libraries, new DriverAnswer.Absent(), false)))
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(EngineCode.DRIVER_ABSENT);
              assertThat(problem.remedy())
                  .anySatisfy(step -> assertThat(step).contains("525.60.13"));
            });
    assertThat(problem(Cuda.of(libraries, new DriverAnswer.Absent(), true)))
        .satisfies(
            problem -> {
              assertThat(problem.found()).contains("nouveau");
              assertThat(problem.remedy()).anySatisfy(step -> assertThat(step).contains("nouveau"));
            });
  }

  @Test
  void driver_too_old_for_cuda_12() throws IOException {
    var problem = problem(readiness(new FakeCuda(HOPPER).serving(11_080)));

    assertThat(problem.code()).isEqualTo(EngineCode.DRIVER_TOO_OLD);
    assertThat(problem.found()).contains("11.8");
  }

  @ParameterizedTest
  @CsvSource({
    "803, different versions, start the machine anew",
    "999, may not use it, /dev/nvidia",
    "304, may not use it, /dev/nvidia",
    "802, not set up, nvidia-fabricmanager",
    "804, forward compatibility, cuda-compat",
    "34, stand-in, libcuda.so.1",
    "46, another process, nvidia-smi",
    "719, error 719, dmesg"
  })
  void driver_that_refuses_is_explained(int status, String found, String next) throws IOException {
    var problem = problem(readiness(new FakeCuda(HOPPER).refusing(status)));

    assertThat(problem.code()).isEqualTo(EngineCode.DRIVER_UNUSABLE);
    assertThat(problem.found()).contains("cuInit", found);
    assertThat(problem.remedy()).anySatisfy(step -> assertThat(step).contains(next));
  }

  @Test
  void library_without_a_function_is_no_driver() throws IOException {
    var problem = problem(readiness(new FakeCuda(HOPPER).without("cuDeviceGetCount")));

    assertThat(problem.code()).isEqualTo(EngineCode.DRIVER_UNUSABLE);
    assertThat(problem.found()).contains("cuDeviceGetCount");
  }

  @ParameterizedTest
  @CsvSource({"0", "100"}) // no card among none, or CUDA_ERROR_NO_DEVICE
  void driver_without_a_card(int status) throws IOException {
    assertThat(problem(readiness(new FakeCuda().refusing(status))).code())
        .isEqualTo(EngineCode.CARD_ABSENT);
  }

  @Test
  void library_that_cannot_be_loaded_is_named() throws IOException {
    Files.writeString(folder.resolve("libcudart.so.12"), "no library");
    var libraries = libraries("libcudart.so.12");

    var problem = problem(Cuda.of(libraries, CudaDriver.ask(new FakeCuda(HOPPER)), false));

    assertThat(problem.code()).isEqualTo(EngineCode.TARGET_UNAVAILABLE);
    assertThat(problem.found()).contains("libcudart.so.12");
  }

  @Test
  void list_that_leaves_its_folder_is_refused() {
    assertThatThrownBy(() -> libraries("../libcudart.so.12")).isInstanceOf(IOException.class);
  }

  @Test
  void memory_of_a_card_is_zero_and_given_back() {
    var fake = new FakeCuda(new CudaCard(0, "small", 9, 0, 1000));
    var runtime = fake.runtime();

    var memory = runtime.allocate(0, 600);

    assertThat(memory.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)).containsOnly(0);
    assertThat(runtime.room(0)).isEqualTo(new CudaRuntime.Room(400, 1000));
    assertThatThrownBy(() -> runtime.allocate(0, 401))
        .isInstanceOfSatisfying(
            ToolException.class,
            failure -> {
              assertThat(CudaProblem.isOfMemory(failure)).isTrue();
              assertThat(failure.problem().found())
                  .contains("401 B were asked for; 400 B of 1.0 kB");
            });
    runtime.free(0, memory);
    assertThat(fake.allotted()).isZero();
  }

  private Readiness readiness(FakeCuda fake) throws IOException {
    return Cuda.of(libraries(), CudaDriver.ask(fake), false);
  }

  private CudaLibraries libraries(String... names) throws IOException {
    Files.writeString(folder.resolve(CudaLibraries.ORDER), String.join("\n", names));
    return CudaLibraries.in(folder);
  }

  private static Problem problem(Readiness readiness) {
    return switch (readiness) {
      case Readiness.NotCarried(var problem) -> problem;
      case Readiness.Unusable(var problem) -> problem;
      case Readiness.Ready ready -> throw new AssertionError(ready.toString());
    };
  }
}

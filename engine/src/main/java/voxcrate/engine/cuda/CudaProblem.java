package voxcrate.engine.cuda;

import java.util.List;
import java.util.stream.Collectors;
import voxcrate.engine.EngineCode;
import voxcrate.machine.CudaSupport;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ByteCount;

/// Why models cannot compute on a card, and what to do about it.
public final class CudaProblem {
  private static final String TASK = "looking for NVIDIA's cards";
  private static final String GO_ON =
      "go on with the processor, --device cpu: slower, nothing else is lost";

  /// `CUresult` in `cuda.h`.
  private static final int SYSTEM_NOT_READY = 802;

  private static final int SYSTEM_DRIVER_MISMATCH = 803;
  private static final int COMPAT_NOT_SUPPORTED = 804;
  private static final int OPERATING_SYSTEM = 304;
  private static final int DEVICE_UNAVAILABLE = 46;
  private static final int STUB_LIBRARY = 34;
  private static final int UNKNOWN = 999;

  private CudaProblem() {}

  static Problem notCarried() {
    return Problem.of(
        EngineCode.CUDA_NOT_CARRIED,
        "This release computes on the processor only",
        TASK,
        "it brings no CUDA libraries",
        GO_ON,
        "or ask for a bundle built with --target gpu, or for this machine's profile:"
            + " voxcrate-installer probe --out FILE");
  }

  /// @param nouveau whether the kernel's own driver holds the cards
  static Problem driverAbsent(boolean nouveau) {
    return Problem.of(
        EngineCode.DRIVER_ABSENT,
        "NVIDIA's driver is not installed",
        TASK,
        nouveau
            ? "there is no libcuda.so.1; the driver 'nouveau' holds the card, and has no CUDA"
            : "there is no libcuda.so.1",
        GO_ON,
        "let an administrator install NVIDIA's driver, "
            + CudaSupport.OLDEST_DRIVER
            + " or newer"
            + (nouveau ? ", and keep 'nouveau' from being loaded" : "")
            + "; nothing else of NVIDIA is needed",
        "in a container: start it with the driver's files and devices (--gpus all)");
  }

  static Problem driverTooOld(String version) {
    return Problem.of(
            EngineCode.DRIVER_TOO_OLD,
            "NVIDIA's driver is too old",
            TASK,
            "it serves CUDA " + version,
            GO_ON,
            "let an administrator install NVIDIA's driver "
                + CudaSupport.OLDEST_DRIVER
                + " or newer")
        .expecting("CUDA 12.0 or newer");
  }

  static Problem driverRefuses(DriverAnswer.Refused refused) {
    return Problem.of(
        EngineCode.DRIVER_UNUSABLE,
        "NVIDIA's driver does not answer",
        TASK,
        refused.function() + " gives error " + refused.status() + ": " + meaning(refused.status()),
        GO_ON,
        remedy(refused.status()));
  }

  private static String meaning(int status) {
    return switch (status) {
      case STUB_LIBRARY -> "libcuda.so.1 is a stand-in for building, not the driver";
      case DEVICE_UNAVAILABLE -> "another process has the card for itself";
      case OPERATING_SYSTEM, UNKNOWN ->
          "the kernel's side of the driver is not there, or this user may not use it";
      case SYSTEM_NOT_READY -> "the links between the cards are not set up";
      case SYSTEM_DRIVER_MISMATCH ->
          "the driver's library and its kernel module are of different versions";
      case COMPAT_NOT_SUPPORTED ->
          "a library for forward compatibility lies in the driver's place, and this card has none";
      default -> "cuda.h tells what that means";
    };
  }

  private static String remedy(int status) {
    return switch (status) {
      case STUB_LIBRARY -> "have the loader find the driver's own libcuda.so.1";
      case DEVICE_UNAVAILABLE ->
          "end that process, or have an administrator run: nvidia-smi --compute-mode=DEFAULT";
      case OPERATING_SYSTEM, UNKNOWN ->
          "ls -l /dev/nvidia* tells who may use the card; where there is none, have an"
              + " administrator run nvidia-smi once, or start the machine anew";
      case SYSTEM_NOT_READY -> "have an administrator start nvidia-fabricmanager";
      case SYSTEM_DRIVER_MISMATCH -> "start the machine anew after the driver was installed";
      case COMPAT_NOT_SUPPORTED -> "have an administrator remove the package cuda-compat";
      default -> "have an administrator look at nvidia-smi and dmesg";
    };
  }

  static Problem noCard() {
    return Problem.of(
        EngineCode.CARD_ABSENT,
        "The driver shows no card",
        TASK,
        "it is loaded, and this user may use none of its cards",
        GO_ON,
        "CUDA_VISIBLE_DEVICES may hide them: unset it",
        "ls -l /dev/nvidia* tells who may use them; in a container they have to be given to it");
  }

  static Problem noSuchCard(int number, List<CudaCard> cards) {
    return Problem.of(
        EngineCode.CARD_ABSENT,
        "There is no card of this number",
        "preparing cuda:" + number,
        cards.stream()
            .map(card -> "cuda:" + card.number() + " is " + card.name())
            .collect(Collectors.joining("\n")),
        "name one of these");
  }

  static Problem cardUnsupported(CudaCard card) {
    return Problem.of(
            EngineCode.CARD_UNSUPPORTED,
            "The inference runtime has no code for this card",
            "preparing cuda:" + card.number(),
            card.name() + ", compute capability " + card.capability(),
            GO_ON,
            "take another card, or a later Voxcrate")
        .expecting("a compute capability from one of " + CudaSupport.capabilities() + " on");
  }

  static Problem unloadable(String reason) {
    return Problem.of(
        EngineCode.TARGET_UNAVAILABLE,
        "CUDA's libraries cannot be loaded",
        TASK,
        reason,
        GO_ON,
        "repair the installation: voxcrate-installer install BUNDLE");
  }

  /// A card has not as much memory as was asked for. Whoever asked may ask for less.
  ///
  /// @param room of the card now
  public static ToolException tooLittleMemory(int device, String said, CudaRuntime.Room room) {
    return new ToolException(
        Problem.of(
            EngineCode.CARD_MEMORY,
            "The card has too little memory free",
            "computing on cuda:" + device,
            said
                + "; "
                + ByteCount.text(room.free())
                + " of "
                + ByteCount.text(room.total())
                + " are free",
            "nvidia-smi tells who else uses it: end that, or take another card, --device cuda:N",
            "or take fewer windows at once, --batch-size, a smaller model, --model, or the"
                + " processor, --device cpu"));
  }

  /// Whether it is that.
  public static boolean isOfMemory(ToolException failure) {
    return failure.problem().code() == EngineCode.CARD_MEMORY;
  }
}

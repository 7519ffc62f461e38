package voxcrate.engine.cli;

import java.util.List;
import java.util.Optional;
import voxcrate.engine.cuda.Cuda;
import voxcrate.engine.cuda.Cuda.Readiness;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.OnnxRuntime;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Where models run in this process, and why there.
///
/// @param targets one, or several cards
/// @param reason what is to be said of it; empty where nobody asks: a release without anything for
///     cards computes on the processor
record Placement(List<ExecutionTarget> targets, Optional<String> reason) {
  Placement {
    targets = List.copyOf(targets);
  }

  /// @param threads of the processor, where that is what computes
  static Placement of(Device device, int threads) {
    return switch (device) {
      case Device.Auto() -> best(threads);
      case Device.Cpu() -> onProcessor(threads, Optional.empty());
      case Device.Cuda(var numbers) -> onCards(numbers);
    };
  }

  /// The first card if it computes, else the processor.
  private static Placement best(int threads) {
    return switch (Cuda.prepare(Release.cuda())) {
      case Readiness.NotCarried _ -> onProcessor(threads, Optional.empty());
      case Readiness.Unusable(var problem) -> onProcessor(threads, problem);
      case Readiness.Ready ready ->
          obstacle(ready)
              .map(problem -> onProcessor(threads, problem))
              .orElseGet(() -> onFirstCard(ready));
    };
  }

  /// Whoever computes there says what stands in the way.
  private static Placement onCards(List<Integer> numbers) {
    Cuda.prepare(Release.cuda());
    var cards = numbers.stream().<ExecutionTarget>map(ExecutionTarget.Cuda::new).toList();
    return new Placement(cards, Optional.empty());
  }

  private static Optional<Problem> obstacle(Readiness.Ready ready) {
    return ready
        .obstacle(0)
        .or(
            () -> {
              try {
                OnnxRuntime.probe(new ExecutionTarget.Cuda(0));
                return Optional.empty();
              } catch (ToolException e) {
                return Optional.of(e.problem());
              }
            });
  }

  private static Placement onFirstCard(Readiness.Ready ready) {
    var card = ready.cards().getFirst();
    return new Placement(
        List.of(new ExecutionTarget.Cuda(0)),
        Optional.of("computing on cuda:0, " + card.name() + " (--device cpu for the processor)"));
  }

  private static Placement onProcessor(int threads, Problem problem) {
    return onProcessor(
        threads,
        Optional.of(
            "computing on the processor: "
                + problem.found()
                + " ("
                + problem.code().id()
                + "; voxcrate-installer doctor tells what to do)"));
  }

  private static Placement onProcessor(int threads, Optional<String> reason) {
    return new Placement(List.of(new ExecutionTarget.Cpu(threads)), reason);
  }
}

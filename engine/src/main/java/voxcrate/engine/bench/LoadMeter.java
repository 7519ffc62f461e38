package voxcrate.engine.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import voxcrate.engine.cuda.CardLoad;
import voxcrate.engine.onnx.ExecutionTarget;

/// How busy the processor is with this process, and the card with whatever it does, period by
/// period.
final class LoadMeter implements AutoCloseable {
  /// A card tells the mean of a sixth of a second at least.
  private static final long SAMPLE_MILLIS = 100;

  private final Optional<CardLoad> card;
  private final ScheduledExecutorService sampler;
  private long samples;
  private long percents;
  private long since = System.nanoTime();
  private Duration busySince = busy();

  /// @param processors that were busy on average
  /// @param cardPercent of the period in which the card was busy; empty without one
  record Load(double processors, OptionalDouble cardPercent) {}

  LoadMeter(ExecutionTarget target) {
    card =
        switch (target) {
          case ExecutionTarget.Cpu _ -> Optional.empty();
          case ExecutionTarget.Cuda(int device) -> CardLoad.of(device);
        };
    sampler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("card load").daemon().factory());
    card.ifPresent(this::beginSampling);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A card that tells no more has no more samples.
  private void beginSampling(CardLoad load) {
    sampler.scheduleAtFixedRate(
        () -> sample(load), SAMPLE_MILLIS, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void sample(CardLoad load) {
    load.percent()
        .ifPresent(
            percent -> {
              percents += percent;
              samples++;
            });
  }

  /// Of the period since the last call; the next one begins.
  synchronized Load take() {
    long now = System.nanoTime();
    var busy = busy();
    double processors = (double) busy.minus(busySince).toNanos() / Math.max(1, now - since);
    var percent =
        samples == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) percents / samples);
    since = now;
    busySince = busy;
    samples = 0;
    percents = 0;
    return new Load(processors, percent);
  }

  /// Of all threads of this process, since it began.
  static Duration busy() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    sampler.close();
    card.ifPresent(CardLoad::close);
  }
}

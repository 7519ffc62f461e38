package voxcrate.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import voxcrate.engine.onnx.ExecutionTarget;

final class WorkersTest {
  private static final List<ExecutionTarget> CARDS =
      List.of(new ExecutionTarget.Cuda(0), new ExecutionTarget.Cuda(1));

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  @Test
  void a_single_worker_does_everything_in_order_on_this_thread() {
    var here = Thread.currentThread();

    try (var workers = open(CARDS.subList(0, 1))) {
      workers.share(
          List.of(1, 2, 3),
          (card, thing) ->
              seen.add(thing + (Thread.currentThread().equals(here) ? "" : " elsewhere")),
          card -> seen.add("end of " + card));
    }

    assertThat(seen).containsExactly("1", "2", "3", "end of cuda:0", "closed cuda:0");
  }

  @Test
  void everything_is_done_once_and_all_work_at_the_same_time() {
    var both = new CyclicBarrier(2);

    try (var workers = open(CARDS)) {
      workers.share(
          IntStream.range(0, 100).boxed().toList(),
          (card, thing) -> {
            if (thing < 2) {
              await(both); // Nobody gets past the first two alone.
            }
            seen.add(thing + "");
          },
          card -> seen.add("end of " + card));
    }

    var expected = new ArrayList<>(IntStream.range(0, 100).mapToObj(String::valueOf).toList());
    expected.addAll(List.of("end of cuda:0", "end of cuda:1", "closed cuda:0", "closed cuda:1"));
    assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void a_worker_that_breaks_down_ends_the_work() {
    try (var workers = open(CARDS)) {
      assertThatThrownBy(
              () ->
                  workers.share(
                      List.of(1, 2, 3, 4, 5),
                      (card, thing) -> {
                        throw new IllegalStateException("broken");
                      },
                      card -> seen.add("end of " + card)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("broken");
    }

    assertThat(seen).contains("closed cuda:0", "closed cuda:1");
  }

  @Test
  void a_device_that_cannot_be_had_leaves_no_other_open() {
    assertThatThrownBy(
            () ->
                Workers.open(
                    CARDS,
                    card -> {
                      if (card.equals(CARDS.getLast())) {
                        throw new IllegalStateException("no such card");
                      }
                      return card.label();
                    },
                    card -> seen.add("closed " + card)))
        .hasMessage("no such card");

    assertThat(seen).containsExactly("closed cuda:0");
  }

  private Workers<String> open(List<ExecutionTarget> targets) {
    return Workers.open(targets, ExecutionTarget::label, card -> seen.add("closed " + card));
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}

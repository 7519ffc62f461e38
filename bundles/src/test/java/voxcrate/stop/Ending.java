package voxcrate.stop;

import java.io.IOException;

/// A program that waits to be ended: says `inside` when it is in the gate, `outside` when it
/// leaves, which it does when its input ends and the gate is being closed, and `slipped in` should
/// it get in once more.
final class Ending {
  private Ending() {}

  public static void main(String[] arguments) throws IOException {
    StopSignals.install(System.out::println);
    StopSignals.advise(": " + arguments[0]);
    try (var _ = StopGate.enter()) {
      System.out.println("inside");
      while (System.in.read() >= 0) {}
      while (!StopGate.isBeingClosed()) {
        Thread.onSpinWait();
      }
      System.out.println("outside");
    }
    while (true) {
      try (var _ = StopGate.enter()) {
        System.out.println("slipped in");
      }
    }
  }
}

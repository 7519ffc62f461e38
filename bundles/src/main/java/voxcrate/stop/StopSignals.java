package voxcrate.stop;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// What Ctrl-C, a closed terminal and `kill` do to a program: one line, then its end, with nothing
/// cut in two that goes through the [StopGate]. The status is 128 and the signal's number, as
/// shells know it; a second signal ends the process at once.
///
/// Java's own way to the end will not do: its shutdown hooks run while everything else goes on, and
/// ONNX Runtime has one that takes its environment away from under the networks that still run. The
/// process can die of that. Hooks run side by side, so that none of ours could come first (ADR 15).
public final class StopSignals {
  /// A network hears at most some seconds at once; on a slow disk a model takes a minute to load.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int STATUS_BASE = 128;

  /// Those that ask a process to end, as POSIX numbers them.
  private enum Wish {
    HUP(1),
    INT(2),
    TERM(15);

    private final int number;

    Wish(int number) {
      this.number = number;
    }
  }

  private static final AtomicBoolean STOPPING = new AtomicBoolean();
  private static volatile String advice = "";

  private StopSignals() {}

  /// From now on signals end this process so.
  ///
  /// @param tell shows a line to people
  public static void install(Consumer<String> tell) {
    for (var wish : Wish.values()) {
      listen(wish, tell);
    }
  }

  /// What the line says beside the fact: how one goes on, in a clause.
  public static void advise(String next) {
    advice = next;
  }

  /// `sun.misc.Signal` has been the way since Java 1.2, and there is no other. It is called by its
  /// name, because a class that names it cannot be compiled without a warning. Where it is missing,
  /// or signals are kept from Java (`-Xrs`), they do what the system does with them.
  private static void listen(Wish wish, Consumer<String> tell) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler stop =
          (_, method, _) -> {
            if (method.getName().equals("handle")) {
              stop(wish, tell);
            }
            return null;
          };
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(wish.name()),
              Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, stop));
    } catch (ReflectiveOperationException _) {
      // As said above.
    }
  }

  private static void stop(Wish wish, Consumer<String> tell) {
    if (STOPPING.compareAndSet(false, true)) {
      tell.accept("interrupted" + advice);
      if (StopGate.close(PATIENCE)) {
        System.exit(STATUS_BASE + wish.number);
      }
    }
    Runtime.getRuntime().halt(STATUS_BASE + wish.number);
  }
}

package voxcrate.bundler.practice;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// The faults switched on, and how often each may still happen.
final class Faults {
  private final List<Armed> armed = new CopyOnWriteArrayList<>();

  private record Armed(Fault fault, AtomicInteger left, Optional<Odds> odds) {
    static Armed of(Fault fault) {
      var odds =
          fault instanceof Fault.ByChance byChance
              ? Optional.of(new Odds(byChance))
              : Optional.<Odds>empty();
      return new Armed(fault, new AtomicInteger(fault.times()), odds);
    }

    boolean use() {
      return fault.times() == Fault.ALWAYS || left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
  }

  void add(Fault fault) {
    armed.add(Armed.of(fault));
  }

  void clear() {
    armed.clear();
  }

  /// Uses up one of the first fault of this kind that matches and is not used up yet.
  <F extends Fault> Optional<F> take(Class<F> kind, Predicate<F> matches) {
    for (var candidate : armed) {
      if (kind.isInstance(candidate.fault())) {
        var fault = kind.cast(candidate.fault());
        if (matches.test(fault) && candidate.use()) {
          return Optional.of(fault);
        }
      }
    }
    return Optional.empty();
  }

  <F extends Fault> Optional<F> take(Class<F> kind) {
    return take(kind, _ -> true);
  }

  /// Whether a fault of this kind happens now, with what decides about its details.
  Optional<Odds> byChance(Class<? extends Fault.ByChance> kind) {
    return armed.stream()
        .filter(candidate -> kind.isInstance(candidate.fault()))
        .flatMap(candidate -> candidate.odds().stream())
        .filter(Odds::hit)
        .findFirst();
  }

  /// All of a kind, using up none.
  <F extends Fault> List<F> all(Class<F> kind) {
    return armed.stream().map(Armed::fault).filter(kind::isInstance).map(kind::cast).toList();
  }

  static boolean meets(String wanted, String actual) {
    return wanted.isEmpty() || actual.equals(wanted);
  }
}

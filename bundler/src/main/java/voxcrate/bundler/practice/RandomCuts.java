package voxcrate.bundler.practice;

import java.util.function.UnaryOperator;

/// Breaks connections by chance, whatever is answered: one in three before a single byte of the
/// answer, the others anywhere in its body.
final class RandomCuts {
  private final Faults faults;

  RandomCuts(Faults faults) {
    this.faults = faults;
  }

  Reply apply(Request request, Reply reply) {
    return faults
        .byChance(Fault.RandomCuts.class)
        .map(odds -> reply.damaged(cut(request, reply, odds)))
        .orElse(reply);
  }

  private static UnaryOperator<Body> cut(Request request, Reply reply, Odds odds) {
    long bytes = request.isHead() ? 0 : reply.body().statedBytes();
    if (bytes == 0 || odds.below(3) == 0) {
      return Body.Unsent::new;
    }
    long after = odds.below(bytes);
    return body -> new Body.Severed(body, after, bytes);
  }
}

package voxcrate.bundler.hub;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How often and after which pause a question is asked again.
///
/// @param attempts in all, the first among them
/// @param sleeper waits the pauses out
/// @param jitter spreads the pauses, so that many clients do not come back at the same moment
public record RetryPolicy(int attempts, Sleeper sleeper, RandomGenerator jitter) {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  /// The hub counts in windows of five minutes; who asks for more is not just limiting us.
  private static final Duration LONGEST_ASKED_FOR = Duration.ofSeconds(310);

  private static final int FEW = 3;

  public static final RetryPolicy STANDARD =
      new RetryPolicy(5, Sleeper.REAL, RandomGenerator.getDefault());

  /// The pause after the failure of attempt number `attempt` (from 1); empty when it was the last.
  Optional<Duration> pauseAfter(int attempt, HubTrouble trouble) {
    if (attempt >= attempts || !trouble.isPassing()) {
      return Optional.empty();
    }
    if (trouble.pause().isPositive()) {
      return Optional.of(trouble.pause())
          .filter(asked -> asked.compareTo(LONGEST_ASKED_FOR) <= 0)
          .map(asked -> asked.plusMillis(jitter.nextInt(500)));
    }
    return switch (trouble) {
      // Nobody should wait long to learn that there is no network here.
      case HubTrouble.Unreachable(_, _, var connected) when !connected && attempt >= FEW ->
          Optional.empty();
      case HubTrouble.RateLimited _,
          HubTrouble.Unreachable _,
          HubTrouble.TlsFailed _,
          HubTrouble.Unwell _,
          HubTrouble.Garbled _,
          HubTrouble.ContentRefused _,
          HubTrouble.UnsafeRedirect _ ->
          Optional.of(backOff(attempt));
    };
  }

  /// One second, doubling to eight; the later half of each is left to chance.
  public Duration backOff(int attempt) {
    var whole = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
    var longest = whole.compareTo(LONGEST_PAUSE) < 0 ? whole : LONGEST_PAUSE;
    return Duration.ofMillis(longest.toMillis() / 2 + jitter.nextLong(longest.toMillis() / 2 + 1));
  }
}

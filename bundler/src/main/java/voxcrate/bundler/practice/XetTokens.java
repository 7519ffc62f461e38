package voxcrate.bundler.practice;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Tokens of the Xet storage: good for one repository and a quarter of an hour. No other token
/// opens the storage, and these open nothing else.
final class XetTokens {
  private static final Duration VALID_FOR = Duration.ofMinutes(15);

  private record Grant(String repository, Instant expires) {}

  record Token(String text, Instant expires) {}

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();

  XetTokens(InstantSource clock) {
    this.clock = clock;
  }

  Token issue(PracticeRepository repository) {
    var secret = new byte[16];
    random.nextBytes(secret);
    var text = "xet_" + HexFormat.of().formatHex(secret);
    var expires = clock.instant().plus(VALID_FOR);
    grants.put(text, new Grant(repository.name(), expires));
    return new Token(text, expires);
  }

  /// Whose files the token that came with `request` opens.
  Optional<String> repository(Request request) {
    return request
        .token()
        .flatMap(token -> Optional.ofNullable(grants.get(token)))
        .filter(grant -> grant.expires().isAfter(clock.instant()))
        .map(Grant::repository);
  }
}

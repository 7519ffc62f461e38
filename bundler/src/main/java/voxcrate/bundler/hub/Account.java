package voxcrate.bundler.hub;

import java.util.Optional;
import java.util.Set;

/// Who a token belongs to and what it may do.
///
/// @param role the hub's word: `read`, `write`, `fineGrained`, or another one day
/// @param readsGated whether a fine-grained token has the box for gated repositories ticked
/// @param scoped names of repositories and owners that a fine-grained token names itself
/// @param expiresAt ISO 8601
public record Account(
    String name, String role, boolean readsGated, Set<String> scoped, Optional<String> expiresAt) {
  private static final String FINE_GRAINED = "fineGrained";

  public Account {
    scoped = Set.copyOf(scoped);
  }

  public boolean isFineGrained() {
    return role.equals(FINE_GRAINED);
  }

  /// Whether the token is stronger than reading needs.
  public boolean canWrite() {
    return role.equals("write");
  }

  /// A prediction, for messages only; the gate itself decides.
  public boolean shouldReach(String repository) {
    var owner = repository.substring(0, Math.max(0, repository.indexOf('/')));
    return !isFineGrained() || readsGated || scoped.contains(repository) || scoped.contains(owner);
  }
}

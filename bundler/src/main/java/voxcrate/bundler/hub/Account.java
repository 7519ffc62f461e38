package voxcrate.bundler.hub;

import java.util.Optional;

/// Who a token belongs to and what it may do.
///
/// @param role the hub's word: `read`, `write`, `fineGrained`, or another one day
/// @param readsGated whether a fine-grained token has the box for gated repositories ticked
/// @param expiresAt ISO 8601
public record Account(String name, String role, boolean readsGated, Optional<String> expiresAt) {
  private static final String FINE_GRAINED = "fineGrained";

  public boolean isFineGrained() {
    return role.equals(FINE_GRAINED);
  }

  /// Whether the token is stronger than reading needs.
  public boolean canWrite() {
    return role.equals("write");
  }
}

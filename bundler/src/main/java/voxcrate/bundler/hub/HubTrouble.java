package voxcrate.bundler.hub;

import java.time.Duration;

/// Why a question got no answer from which anything follows. Never a sign of a closed gate.
public sealed interface HubTrouble {
  /// Whether asking again may help.
  default boolean isPassing() {
    return true;
  }

  /// How long the other side asks to wait; zero where it does not say.
  default Duration pause() {
    return Duration.ZERO;
  }

  record RateLimited(String host, Duration pause) implements HubTrouble {}

  /// No connection, or one that broke.
  ///
  /// @param connected whether there was one at all
  record Unreachable(String host, String reason, boolean connected) implements HubTrouble {}

  /// The other side could not prove who it is.
  record TlsFailed(String host, String reason) implements HubTrouble {
    @Override
    public boolean isPassing() {
      return false;
    }
  }

  /// The hub answered that it is not well.
  record Unwell(String host, int status, Duration pause) implements HubTrouble {}

  /// Something answered that does not speak as a hub does, such as a proxy's page.
  record Garbled(String host, String reason) implements HubTrouble {
    @Override
    public boolean isPassing() {
      return false;
    }
  }

  /// A content host did not give what the hub's signed link promised: expired, for example.
  record ContentRefused(String host, int status) implements HubTrouble {}

  /// The hub named a place to which we do not go.
  record UnsafeRedirect(String host, String reason) implements HubTrouble {
    @Override
    public boolean isPassing() {
      return false;
    }
  }
}

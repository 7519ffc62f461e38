package voxcrate.bundler.hub;

/// What came of a question to the hub.
///
/// @param <T> what a good answer says
public sealed interface HubOutcome<T> {
  record Answer<T>(T value) implements HubOutcome<T> {}

  /// The hub says no, which is an answer too.
  record Refused<T>(Refusal refusal) implements HubOutcome<T> {}

  /// Nothing follows from what came, also after asking again.
  record Failed<T>(HubTrouble trouble) implements HubOutcome<T> {}
}

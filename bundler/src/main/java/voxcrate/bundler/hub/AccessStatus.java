package voxcrate.bundler.hub;

/// Where somebody stands at the gate of one repository. `words` are the hub's own.
public sealed interface AccessStatus {
  record Granted() implements AccessStatus {}

  /// @param sent whether a token was sent that did not arrive
  record TokenMissing(boolean sent, String words) implements AccessStatus {}

  /// Wrong, revoked or expired.
  record TokenRejected(String words) implements AccessStatus {}

  /// An organisation that the account belongs to does not let the token in.
  record TokenBlocked(String words) implements AccessStatus {}

  record TermsNotAccepted(String words) implements AccessStatus {}

  record AwaitingReview(String words) implements AccessStatus {}

  record RequestRejected(String words) implements AccessStatus {}

  /// Once granted, then taken back.
  record AccessReset(String words) implements AccessStatus {}

  /// A fine-grained token that may not read gated repositories.
  record ScopeMissing(String words) implements AccessStatus {}

  /// Missing or private: the hub does not say which.
  record UnknownRepository(String words) implements AccessStatus {}

  /// Shut by the hub for everybody.
  record Disabled(String words) implements AccessStatus {}

  /// Refused in words that we do not know.
  record Refused(String words) implements AccessStatus {}

  /// Neither yes nor no.
  record Undecided(HubTrouble trouble) implements AccessStatus {}

  default boolean isGranted() {
    return this instanceof Granted;
  }

  /// Whether nobody knows, because the hub could not be asked.
  default boolean isUndecided() {
    return this instanceof Undecided;
  }

  /// Whether the user's or the authors' next step can turn it into yes while one waits.
  default boolean isWorthWaitingFor() {
    return switch (this) {
      case TermsNotAccepted _, AwaitingReview _, AccessReset _, ScopeMissing _ -> true;
      case Undecided(var trouble) -> trouble.isPassing();
      case Granted _,
          TokenMissing _,
          TokenRejected _,
          TokenBlocked _,
          RequestRejected _,
          UnknownRepository _,
          Disabled _,
          Refused _ ->
          false;
    };
  }

  /// One or two words, for lists and programs.
  default String word() {
    return switch (this) {
      case Granted _ -> "granted";
      case TokenMissing _ -> "no token";
      case TokenRejected _ -> "token rejected";
      case TokenBlocked _ -> "token blocked";
      case TermsNotAccepted _ -> "terms not accepted";
      case AwaitingReview _ -> "awaiting review";
      case RequestRejected _ -> "rejected";
      case AccessReset _ -> "access reset";
      case ScopeMissing _ -> "scope missing";
      case UnknownRepository _ -> "unknown repository";
      case Disabled _ -> "disabled";
      case Refused _ -> "refused";
      case Undecided(HubTrouble.RateLimited _) -> "rate limited";
      case Undecided(HubTrouble.TlsFailed _) -> "no trusted connection";
      case Undecided _ -> "unreachable";
    };
  }
}

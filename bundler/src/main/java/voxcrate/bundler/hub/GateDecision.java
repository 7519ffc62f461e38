package voxcrate.bundler.hub;

/// Reads a refusal at a gate. The words are tested before the code, because a mirror may leave
/// codes out; and only a part of the words, because they drift. Rows as in `docs/hub.md`.
final class GateDecision {
  private GateDecision() {}

  /// @param tokenSent whether a token went with the question
  static AccessStatus of(Refusal refusal, boolean tokenSent) {
    return switch (refusal.status()) {
      case 401 -> unauthorised(refusal, tokenSent);
      case 403 -> forbidden(refusal);
      case 404 -> new AccessStatus.UnknownRepository(refusal.words());
      default -> new AccessStatus.Refused(refusal.words());
    };
  }

  private static AccessStatus unauthorised(Refusal refusal, boolean tokenSent) {
    var words = refusal.words();
    if (refusal.has("GatedRepo") || (refusal.says("restricted") && refusal.says("log in"))) {
      return new AccessStatus.TokenMissing(tokenSent, words);
    }
    // To somebody unknown the hub does not tell a missing repository from a private one.
    return tokenSent
        ? new AccessStatus.TokenRejected(words)
        : new AccessStatus.UnknownRepository(words);
  }

  private static AccessStatus forbidden(Refusal refusal) {
    var words = refusal.words();
    if (refusal.says("not in the authorized list")) {
      return new AccessStatus.TermsNotAccepted(words);
    }
    if (refusal.says("awaiting a review")) {
      return new AccessStatus.AwaitingReview(words);
    }
    if (refusal.says("has been rejected")) {
      return new AccessStatus.RequestRejected(words);
    }
    if (refusal.says("has been reset")) {
      return new AccessStatus.AccessReset(words);
    }
    if (refusal.says("fine-grained token")) {
      return new AccessStatus.ScopeMissing(words);
    }
    if (refusal.says("access to this resource is disabled")) {
      return new AccessStatus.Disabled(words);
    }
    return new AccessStatus.Refused(words);
  }

  /// Whether the gate let the question through: it stands before revisions and paths, so what is
  /// missing behind it proves that it is open.
  static boolean provesAccess(Refusal refusal) {
    return refusal.has("EntryNotFound") || refusal.has("RevisionNotFound");
  }

  /// Whether this place has no such check, as some mirrors.
  static boolean isNoSuchCheck(Refusal refusal) {
    return refusal.status() == 404 && !refusal.has("RepoNotFound");
  }
}

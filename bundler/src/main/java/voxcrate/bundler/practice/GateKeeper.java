package voxcrate.bundler.practice;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Who asks, and what they may have.
///
/// The hub checks in this order, and so do the methods here: token valid, repository exists, gate
/// (the licence and the card excepted), revision, path.
final class GateKeeper {
  private final PracticeConfig config;
  private final Map<String, PracticeRepository> repositories;
  private final Map<String, PracticeAccount> byToken;
  private final Map<StandsAt, GateState> changes = new ConcurrentHashMap<>();

  private record StandsAt(String account, String repository) {}

  GateKeeper(PracticeConfig config, Map<String, PracticeRepository> repositories) {
    this.config = config;
    this.repositories = Map.copyOf(repositories);
    this.byToken =
        config.accounts().stream()
            .collect(Collectors.toUnmodifiableMap(PracticeAccount::token, Function.identity()));
  }

  /// @return empty for somebody without a token
  Optional<PracticeAccount> caller(Request request) {
    if (request.token().isEmpty()) {
      return Optional.empty();
    }
    var account = byToken.get(request.token().get());
    if (account == null) {
      throw new RefusedException(Refusal.invalidToken());
    }
    return switch (account.standing()) {
      case VALID -> Optional.of(account);
      case EXPIRED -> throw new RefusedException(Refusal.invalidToken());
      case BLOCKED -> throw new RefusedException(Refusal.tokenBlocked());
    };
  }

  PracticeRepository repository(String name, Optional<PracticeAccount> caller) {
    var repository = repositories.get(name);
    if (repository == null) {
      throw new RefusedException(Refusal.unknownRepository(caller.isPresent()));
    }
    return repository;
  }

  void pass(PracticeRepository repository, Optional<PracticeAccount> caller) {
    verdict(repository, caller)
        .ifPresent(
            refusal -> {
              throw new RefusedException(refusal);
            });
  }

  /// Why the gate is closed to `caller`; empty where it is open.
  Optional<Refusal> verdict(PracticeRepository repository, Optional<PracticeAccount> caller) {
    var settings = config.settingsOf(repository.name());
    if (settings.disabled()) {
      return Optional.of(Refusal.disabled());
    }
    if (settings.gate() == Gate.NONE) {
      return Optional.empty();
    }
    if (caller.isEmpty()) {
      return Optional.of(Refusal.notLoggedIn(repository.name()));
    }
    if (!caller.get().scope().readsGated(repository.name())) {
      return Optional.of(Refusal.scopeMissing());
    }
    return Refusal.atGate(stateOf(caller.get(), repository.name()), repository.name());
  }

  static void revision(PracticeRepository repository, String revision) {
    if (!repository.has(revision)) {
      throw new RefusedException(Refusal.unknownRevision(revision));
    }
  }

  /// The form on a model's page was sent.
  void ask(PracticeRepository repository, PracticeAccount account) {
    var state = stateOf(account, repository.name());
    if (state == GateState.TERMS || state == GateState.RESET) {
      boolean reviewed = gateOf(repository) == Gate.MANUAL;
      change(account.name(), repository.name(), reviewed ? GateState.PENDING : GateState.ACCEPTED);
    }
  }

  void change(String account, String repository, GateState state) {
    changes.put(new StandsAt(account, repository), state);
  }

  Gate gateOf(PracticeRepository repository) {
    return config.settingsOf(repository.name()).gate();
  }

  private GateState stateOf(PracticeAccount account, String repository) {
    return changes.getOrDefault(
        new StandsAt(account.name(), repository), account.stateAt(repository));
  }
}

package voxcrate.bundler.hub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import voxcrate.bundle.recipe.RecipeRepository;

/// Finds out by evidence which gates are open. Information about a repository, its listing, card
/// and licence are given to everybody and prove nothing; the hub's own check does, and a file that
/// the gate guards.
public final class AccessChecker {
  /// A person reads and agrees in the meantime; faster would only use up the hub's patience.
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(15);

  private final HubClient client;

  public AccessChecker(HubClient client) {
    this.client = client;
  }

  /// Asks for every gated repository among `repositories`, so that all problems are known at once.
  public AccessReport check(Collection<RecipeRepository> repositories) throws InterruptedException {
    var gated = repositories.stream().filter(RecipeRepository::gated).toList();
    Optional<HubOutcome<Account>> account = gated.isEmpty() ? Optional.empty() : account();
    var found = new ArrayList<RepositoryAccess>();
    for (var repository : gated) {
      found.add(new RepositoryAccess(repository, status(repository, account)));
    }
    return new AccessReport(client.address(), client.token(), known(account), found);
  }

  private Optional<HubOutcome<Account>> account() throws InterruptedException {
    return client.hasToken() ? Optional.of(client.account()) : Optional.empty();
  }

  private AccessStatus status(RecipeRepository repository, Optional<HubOutcome<Account>> account)
      throws InterruptedException {
    var verdict = account.flatMap(AccessChecker::verdictOnToken);
    return verdict.isPresent() ? verdict.get() : atGate(repository);
  }

  /// What already the token decides, whatever the repository.
  private static Optional<AccessStatus> verdictOnToken(HubOutcome<Account> account) {
    return switch (account) {
      case HubOutcome.Answer<Account> _ -> Optional.empty();
      case HubOutcome.Refused<Account>(var refusal) when refusal.status() == 401 ->
          Optional.of(new AccessStatus.TokenRejected(refusal.words()));
      case HubOutcome.Refused<Account>(var refusal) when refusal.status() == 403 ->
          Optional.of(new AccessStatus.TokenBlocked(refusal.words()));
      // A mirror may know no accounts.
      case HubOutcome.Refused<Account> _ -> Optional.empty();
      case HubOutcome.Failed<Account>(HubTrouble.Unreachable trouble) ->
          Optional.of(new AccessStatus.Undecided(trouble));
      case HubOutcome.Failed<Account>(HubTrouble.TlsFailed trouble) ->
          Optional.of(new AccessStatus.Undecided(trouble));
      // Who the token belongs to is limited more tightly than the gates.
      case HubOutcome.Failed<Account> _ -> Optional.empty();
    };
  }

  private AccessStatus atGate(RecipeRepository repository) throws InterruptedException {
    return switch (client.ask(new AuthCheck(repository.name()))) {
      case HubOutcome.Answer<Integer> _ -> atGuardedFile(repository);
      case HubOutcome.Refused<Integer>(var refusal) when GateDecision.isNoSuchCheck(refusal) ->
          atGuardedFile(repository);
      case HubOutcome.Refused<Integer>(var refusal) -> GateDecision.of(refusal, client.hasToken());
      case HubOutcome.Failed<Integer>(var trouble) -> new AccessStatus.Undecided(trouble);
    };
  }

  private AccessStatus atGuardedFile(RecipeRepository repository) throws InterruptedException {
    var file = new Resolve(repository.name(), repository.commit(), repository.guardedFile().path());
    return switch (client.ask(file)) {
      case HubOutcome.Answer<StatedContent> _ -> new AccessStatus.Granted();
      case HubOutcome.Refused<StatedContent>(var refusal) when GateDecision.provesAccess(refusal) ->
          new AccessStatus.Granted();
      case HubOutcome.Refused<StatedContent>(var refusal) ->
          GateDecision.of(refusal, client.hasToken());
      case HubOutcome.Failed<StatedContent>(var trouble) -> new AccessStatus.Undecided(trouble);
    };
  }

  private static Optional<Account> known(Optional<HubOutcome<Account>> account) {
    return account.flatMap(
        outcome ->
            outcome instanceof HubOutcome.Answer<Account>(var who)
                ? Optional.of(who)
                : Optional.empty());
  }

  /// Asks again, gently, until nothing is left that waiting can change.
  ///
  /// @param sleeper waits between two rounds
  /// @param changed hears each round's result
  public AccessReport await(
      List<RecipeRepository> repositories, Sleeper sleeper, Consumer<AccessReport> changed)
      throws InterruptedException {
    return await(repositories, AccessReport::isWorthWaitingFor, sleeper, changed);
  }

  /// @param goesOn whether a round's result is worth another one
  public AccessReport await(
      List<RecipeRepository> repositories,
      Predicate<AccessReport> goesOn,
      Sleeper sleeper,
      Consumer<AccessReport> changed)
      throws InterruptedException {
    var report = check(repositories);
    changed.accept(report);
    while (goesOn.test(report)) {
      sleeper.sleep(BETWEEN_ROUNDS);
      report = check(repositories);
      changed.accept(report);
    }
    return report;
  }
}

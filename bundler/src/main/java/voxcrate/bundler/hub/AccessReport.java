package voxcrate.bundler.hub;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// The state of every gate that was asked for.
///
/// @param token what was sent
/// @param account who the hub says the token belongs to
/// @param repositories the gated ones, in the order of the recipe
public record AccessReport(
    HubAddress address,
    Optional<FoundToken> token,
    Optional<Account> account,
    List<RepositoryAccess> repositories) {
  public AccessReport {
    repositories = List.copyOf(repositories);
  }

  public boolean isGranted() {
    return repositories.stream().allMatch(access -> access.status().isGranted());
  }

  /// The same for a part of the repositories.
  public AccessReport of(Collection<RecipeRepository> part) {
    return new AccessReport(
        address,
        token,
        account,
        repositories.stream().filter(access -> part.contains(access.repository())).toList());
  }

  /// Whether a person said no, or has not said yes yet; so not where the hub could not be asked.
  public boolean isClosed() {
    return closed().stream().anyMatch(access -> !access.status().isUndecided());
  }

  /// The gates that are not open, for whatever reason.
  public List<RepositoryAccess> closed() {
    return repositories.stream().filter(access -> !access.status().isGranted()).toList();
  }

  /// Whether all that is closed can still open.
  public boolean isWorthWaitingFor() {
    var closed = closed();
    return !closed.isEmpty()
        && closed.stream().allMatch(access -> access.status().isWorthWaitingFor());
  }

  /// One problem for each closed gate; one alone where all come from the token or the network.
  public List<Problem> problems() {
    var advice = new AccessAdvice(address, token, account);
    return repositories.stream()
        .flatMap(access -> advice.problem(access.repository().name(), access.status()).stream())
        .distinct()
        .toList();
  }

  /// Access before network: what a person has to do outweighs what may pass by itself.
  public ExitStatus exit() {
    return exit(problems());
  }

  /// The same for problems of several reports.
  public static ExitStatus exit(List<Problem> problems) {
    var statuses = problems.stream().map(problem -> problem.code().exit()).toList();
    if (statuses.isEmpty()) {
      return ExitStatus.DONE;
    }
    return statuses.contains(ExitStatus.ACCESS) ? ExitStatus.ACCESS : statuses.getFirst();
  }

  /// @throws ToolException where a gate is closed, telling of all that are
  public void requireGranted() {
    var problems = problems();
    if (!problems.isEmpty()) {
      throw new ToolException(AccessAdvice.together(problems, exit()));
    }
  }
}

package voxcrate.bundler.intake;

import java.util.List;
import voxcrate.bundler.download.FetchedRepository;
import voxcrate.bundler.lock.LockedRepository;
import voxcrate.problem.ExitStatus;

/// What came of an import.
///
/// @param notTaken what no recipe wants, or what cannot be read
public record ImportReport(List<ImportedRepository> repositories, List<NotTaken> notTaken) {
  public ImportReport {
    repositories = List.copyOf(repositories);
    notTaken = List.copyOf(notTaken);
  }

  /// What is complete, as a lock file keeps it: so its files are pinned from now on, all of them.
  public List<LockedRepository> locked() {
    return repositories.stream()
        .flatMap(repository -> repository.complete().stream())
        .map(FetchedRepository::locked)
        .toList();
  }

  public boolean hasWrong() {
    return repositories.stream()
        .flatMap(repository -> repository.outcomes().values().stream())
        .anyMatch(FileOutcome.Wrong.class::isInstance);
  }

  public boolean isComplete() {
    return repositories.stream().allMatch(repository -> repository.complete().isPresent());
  }

  public ExitStatus status() {
    if (hasWrong()) {
      return ExitStatus.VERIFICATION;
    }
    return isComplete() ? ExitStatus.DONE : ExitStatus.INCOMPLETE;
  }
}

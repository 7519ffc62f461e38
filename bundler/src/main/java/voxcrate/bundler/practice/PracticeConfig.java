package voxcrate.bundler.practice;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Everything about a practice hub that is not a file of a repository.
///
/// @param repositories settings by `ORG/NAME`; a repository not named is open
/// @param pageEntries how many entries one page of a listing holds; the hub itself uses 1000
/// @param faults what goes wrong from the start
public record PracticeConfig(
    Map<String, RepositorySettings> repositories,
    List<PracticeAccount> accounts,
    int pageEntries,
    List<Fault> faults) {
  static final int HUB_PAGE_ENTRIES = 1000;

  public PracticeConfig {
    repositories = Map.copyOf(repositories);
    accounts = List.copyOf(accounts);
    faults = List.copyOf(faults);
    if (pageEntries < 1) {
      throw new IllegalArgumentException("a page holds at least one entry");
    }
    var names = new HashSet<String>();
    var tokens = new HashSet<String>();
    for (var account : accounts) {
      if (!names.add(account.name()) || !tokens.add(account.token())) {
        throw new IllegalArgumentException(
            "two accounts share a name or a token: " + account.name());
      }
    }
  }

  /// Every repository open, and one example account of each kind.
  public static PracticeConfig open() {
    return new PracticeConfig(Map.of(), PracticeAccount.examples(), HUB_PAGE_ENTRIES, List.of());
  }

  public PracticeConfig gate(String repository, Gate gate) {
    return with(repository, settingsOf(repository).at(gate));
  }

  /// Large files of `repository` lie in Xet storage.
  public PracticeConfig withXet(String repository) {
    return with(repository, settingsOf(repository).inXet());
  }

  private PracticeConfig with(String repository, RepositorySettings settings) {
    var changed = new HashMap<>(repositories);
    changed.put(repository, settings);
    return new PracticeConfig(changed, accounts, pageEntries, faults);
  }

  public PracticeConfig withAccounts(List<PracticeAccount> others) {
    return new PracticeConfig(repositories, others, pageEntries, faults);
  }

  public PracticeConfig withPageEntries(int entries) {
    return new PracticeConfig(repositories, accounts, entries, faults);
  }

  public RepositorySettings settingsOf(String repository) {
    return repositories.getOrDefault(repository, RepositorySettings.OPEN);
  }
}

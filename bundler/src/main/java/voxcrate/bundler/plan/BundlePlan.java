package voxcrate.bundler.plan;

import java.util.List;

/// Exactly what will come over the network, and from where.
///
/// @param hosts what to open in a firewall: names, with a port where it is not the usual one, `*`
///     for any host below a name. A hub of one's own may send content from elsewhere.
public record BundlePlan(List<PlannedRepository> repositories, List<String> hosts) {
  public BundlePlan {
    repositories = List.copyOf(repositories);
    hosts = List.copyOf(hosts);
  }

  public long sizeBytes() {
    return repositories.stream().mapToLong(PlannedRepository::sizeBytes).sum();
  }

  public int fileCount() {
    return repositories.stream().mapToInt(repository -> repository.files().size()).sum();
  }

  public List<String> licences() {
    return repositories.stream()
        .map(repository -> repository.repository().licence())
        .distinct()
        .sorted()
        .toList();
  }
}

package voxcrate.bundler.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import voxcrate.bundle.RelativePath;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubCode;
import voxcrate.bundler.hub.HubOutcome;
import voxcrate.bundler.hub.HubRefusals;
import voxcrate.bundler.hub.RepositoryInfo;
import voxcrate.bundler.hub.TreeEntry;
import voxcrate.bundler.hub.TroubleProblems;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// What the hub tells everybody about a repository, gated or not. Whatever keeps it from answering
/// stops the command.
final class HubFacts {
  private final HubClient client;

  HubFacts(HubClient client) {
    this.client = client;
  }

  /// What `revision` means today.
  RepositoryInfo.State state(String repository, String revision) throws InterruptedException {
    return answer(
        client.ask(new RepositoryInfo(repository, revision)),
        repository,
        revision,
        "resolving revision " + revision + " of ");
  }

  /// Every file at `commit`, in the order of the listing.
  ///
  /// @throws ToolException where a path is hostile as well
  Map<RelativePath, TreeEntry> files(String repository, String commit) throws InterruptedException {
    var entries =
        answer(client.list(repository, commit), repository, commit, "listing the files of ");
    var files = new LinkedHashMap<RelativePath, TreeEntry>();
    for (var entry : entries) {
      files.putIfAbsent(safe(entry, repository, commit), entry);
    }
    return files;
  }

  private static RelativePath safe(TreeEntry entry, String repository, String commit) {
    var defect = RelativePath.defect(entry.path());
    if (defect.isPresent()) {
      throw new ToolException(
          Problem.of(
                  HubCode.UNSAFE_LISTING,
                  "The listing holds a hostile path",
                  "listing the files of " + repository + " at " + commit,
                  "a path that is " + defect.get(),
                  "check HF_ENDPOINT: only a hub that you trust belongs there",
                  "nothing of this repository was downloaded; tell whoever runs that hub")
              .expecting("relative paths that stay inside their folder"));
    }
    return new RelativePath(entry.path());
  }

  private <T> T answer(HubOutcome<T> outcome, String repository, String revision, String doing) {
    return switch (outcome) {
      case HubOutcome.Answer<T>(var value) -> value;
      case HubOutcome.Refused<T>(var refusal) ->
          throw HubRefusals.stop(client, refusal, repository, revision, doing + repository);
      case HubOutcome.Failed<T>(var trouble) ->
          throw TroubleProblems.stop(trouble, doing + repository);
    };
  }
}

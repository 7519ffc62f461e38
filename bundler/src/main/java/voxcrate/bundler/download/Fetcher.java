package voxcrate.bundler.download;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.hub.AccessChecker;
import voxcrate.bundler.hub.AccessReport;
import voxcrate.bundler.hub.Account;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.plan.PlannedFile;
import voxcrate.bundler.plan.PlannedRepository;
import voxcrate.bundler.plan.Planner;
import voxcrate.progress.ProgressListener;

/// Brings repositories into the model cache. What is there already is verified and
/// reused, without asking the hub; what the hub's own client has on this machine is taken over.
public final class Fetcher {
  private final HubClient client;
  private final ModelCache cache;
  private final DownloadSettings settings;
  private final RateMeter progress;
  private final Planner planner;
  private final LocalModels locals;

  public Fetcher(HubClient client, ModelCache cache, ProgressListener progress) {
    this(client, cache, DownloadSettings.STANDARD, progress);
  }

  public Fetcher(
      HubClient client, ModelCache cache, DownloadSettings settings, ProgressListener progress) {
    this.client = client;
    this.cache = cache;
    this.settings = settings;
    this.progress = new RateMeter(progress);
    this.planner = new Planner(client);
    this.locals = new LocalModels(cache, progress);
  }

  /// Before the first file is downloaded every gate is checked and every file compared with its
  /// pin.
  ///
  /// @return one for each of `repositories`, in their order, every file verified
  /// @throws voxcrate.problem.ToolException where a gate is closed, the network fails, something is
  ///     not what it should be, or the cache cannot be written; what is complete stays
  public List<FetchedRepository> fetch(List<RecipeRepository> repositories)
      throws InterruptedException {
    return cache.writing(
        () -> {
          var ready = present(repositories);
          var missing = without(ready, repositories);
          var local = missing.stream().filter(RecipeRepository::isLocal).toList();
          locals.require(local);
          if (local.size() < missing.size()) {
            ready.putAll(brought(missing.stream().filter(wanted -> !wanted.isLocal()).toList()));
          }
          for (var taken : locals.take(local)) {
            ready.put(taken.repository().name(), taken);
          }
          for (var fetched : ready.values()) {
            cache.layForClients(fetched);
          }
          return repositories.stream().map(wanted -> ready.get(wanted.name())).toList();
        });
  }

  /// What the cache has already, by name.
  private Map<String, FetchedRepository> present(List<RecipeRepository> repositories)
      throws IOException {
    var ready = new HashMap<String, FetchedRepository>();
    for (var repository : repositories) {
      cache.find(repository).ifPresent(found -> ready.put(repository.name(), found));
    }
    return ready;
  }

  private static List<RecipeRepository> without(
      Map<String, FetchedRepository> ready, List<RecipeRepository> repositories) {
    return repositories.stream().filter(wanted -> !ready.containsKey(wanted.name())).toList();
  }

  /// Downloads while no other process does. What one has brought that we had to wait for is not
  /// brought again.
  private Map<String, FetchedRepository> brought(List<RecipeRepository> missing)
      throws IOException, InterruptedException {
    try (var lock = cache.lock(client.retries().sleeper(), progress)) {
      var ready = lock.waited() ? present(missing) : new HashMap<String, FetchedRepository>();
      for (var planned : planned(without(ready, missing))) {
        ready.put(planned.repository().name(), download(planned));
      }
      return ready;
    } finally {
      noteRate();
    }
  }

  /// For the next plan. Where it was limited on purpose nothing was measured.
  private void noteRate() {
    var rate = progress.rate(client.address().toString(), LocalDate.now(ZoneOffset.UTC));
    if (settings.pace().equals(Pace.UNLIMITED) && rate.isPresent()) {
      try {
        rate.get().write(cache.rateNote());
      } catch (IOException _) {
        // The next plan names no time then; what was fetched, or what stopped it, counts more.
      }
    }
  }

  private List<PlannedRepository> planned(List<RecipeRepository> missing)
      throws IOException, InterruptedException {
    var access = new AccessChecker(client).check(missing);
    access.requireGranted();
    noteAccess(access);
    var planned = new ArrayList<PlannedRepository>();
    for (var repository : missing) {
      planned.add(planner.compare(repository));
    }
    cache.requireSpace(missingBytes(planned));
    return planned;
  }

  private void noteAccess(AccessReport access) throws IOException {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    for (var granted : access.repositories()) {
      var account = access.account().map(Account::name).orElse("unknown to the hub");
      new AccessNote(account, access.address().toString(), now)
          .write(cache.accessNote(granted.repository().name()));
    }
  }

  private long missingBytes(List<PlannedRepository> planned) throws IOException {
    long bytes = 0;
    for (var repository : planned) {
      for (var file : repository.files()) {
        bytes += cache.missingBytes(repository.repository(), file);
      }
    }
    return bytes;
  }

  /// Small files come many at once, then large ones one after another, each over several
  /// connections.
  private FetchedRepository download(PlannedRepository planned)
      throws IOException, InterruptedException {
    var repository = planned.repository();
    var brought = new HashMap<RelativePath, CachedFile>();
    download(repository, ofSize(planned, false), settings.filesAtOnce(), brought);
    download(repository, ofSize(planned, true), 1, brought);
    var files = planned.files().stream().map(file -> brought.get(file.path())).toList();
    cache.syncNames(repository, files);
    return new FetchedRepository(repository, cache.folder(repository.name()), files);
  }

  private List<PlannedFile> ofSize(PlannedRepository planned, boolean large) {
    return planned.files().stream()
        .filter(file -> settings.isLarge(file.sizeBytes()) == large)
        .toList();
  }

  private void download(
      RecipeRepository repository,
      List<PlannedFile> files,
      int atOnce,
      Map<RelativePath, CachedFile> brought)
      throws InterruptedException {
    var downloads =
        files.stream()
            .map(file -> new FileDownload(client, cache, repository, file, settings, progress))
            .toList();
    for (var file : new Fanout(atOnce).run(downloads)) {
      brought.put(file.path(), file);
    }
  }
}

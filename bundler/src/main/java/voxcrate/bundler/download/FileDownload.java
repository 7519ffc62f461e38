package voxcrate.bundler.download;

import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.download.ContentHash.Verdict;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubCode;
import voxcrate.bundler.hub.Resolve;
import voxcrate.bundler.plan.PlannedFile;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// Brings one file into the cache, a large one over several connections. It goes on where it broke
/// off, and gets its name when size and digest are right and not before.
final class FileDownload implements Fanout.Task<CachedFile> {
  private final HubClient client;
  private final ModelCache cache;
  private final RecipeRepository repository;
  private final PlannedFile file;
  private final DownloadSettings settings;
  private final ProgressListener progress;
  private final PartialFile partial;
  private final String task;

  FileDownload(
      HubClient client,
      ModelCache cache,
      RecipeRepository repository,
      PlannedFile file,
      DownloadSettings settings,
      ProgressListener progress) {
    this.client = client;
    this.cache = cache;
    this.repository = repository;
    this.file = file;
    this.settings = settings;
    this.progress = progress;
    this.partial = new PartialFile(cache, repository, file);
    this.task = "downloading " + repository.name() + "/" + file.path();
  }

  @Override
  public CachedFile run() throws InterruptedException {
    return cache.writing(
        () -> {
          var present = cache.verified(repository.name(), file);
          return present.isPresent() ? present.get() : takenOverOrDownloaded();
        });
  }

  private CachedFile takenOverOrDownloaded() throws IOException, InterruptedException {
    var takenOver = cache.takenOver(repository, file);
    if (takenOver.isEmpty()) {
      return download();
    }
    progress.note(task, file.path() + " taken from the hub client's cache, verified");
    return takenOver.get();
  }

  private CachedFile download() throws IOException, InterruptedException {
    progress.on(new ProgressEvent.Started(task, file.sizeBytes(), ProgressEvent.Unit.BYTES));
    var verdict = receive();
    if (verdict instanceof Verdict.Wrong) {
      // Bytes kept from an earlier run, or a proxy, may be at fault: once more, from zero.
      progress.note(task, file.path() + " is not what was expected; downloading it once more");
      partial.discard();
      verdict = receive();
    }
    var cached = named(verdict);
    progress.on(new ProgressEvent.Finished(task));
    return cached;
  }

  /// In ranges, and where the server gives none that fit together, in one stream from zero.
  private Verdict receive() throws IOException, InterruptedException {
    var verdict = receive(settings.rangeBytes(file.sizeBytes()));
    if (verdict.isPresent()) {
      return verdict.get();
    }
    progress.note(task, file.path() + " does not come in ranges; downloading it in one piece");
    partial.discard();
    return receive(DownloadSettings.ONE_RANGE).orElseThrow();
  }

  private CachedFile named(Verdict verdict) throws IOException {
    return switch (verdict) {
      case Verdict.Right(var sha256) -> {
        partial.moveTo(cache.file(repository.name(), file.path()));
        yield CachedFile.of(file, sha256);
      }
      case Verdict.Wrong(var found, var expected) -> {
        partial.discard();
        throw differs(found, expected);
      }
    };
  }

  /// Receives the file in ranges of `rangeBytes`, several at once.
  ///
  /// @return empty where the file cannot be had in such ranges
  private Optional<Verdict> receive(long rangeBytes) throws IOException, InterruptedException {
    try (var reception = Reception.resume(partial, file, rangeBytes)) {
      int connections = Math.min(settings.rangesAtOnce(), reception.missingRanges());
      new Fanout(settings.rangesAtOnce()).run(Collections.nCopies(connections, into(reception)));
      return reception.finish();
    }
  }

  private Fanout.Task<Long> into(Reception reception) {
    var remote = client.content(new Resolve(repository.name(), repository.commit(), file.path()));
    var download =
        new RangeDownload(client, remote, repository, file, settings.pace(), progress, task);
    return () ->
        cache.writing(
            () -> {
              reception.catchUp();
              download.receiveInto(reception);
              return reception.receivedBytes();
            });
  }

  private ToolException differs(String found, String expected) {
    return new ToolException(
        Problem.of(
                HubCode.CONTENT_DIFFERS,
                "The downloaded content is not what it should be",
                task + " at " + repository.commit(),
                found,
                "nothing was kept under the file's name; run the same command again",
                "if it happens again, a proxy changes content, or the hub at "
                    + client.address()
                    + " is not to be trusted")
            .expecting(expected));
  }
}

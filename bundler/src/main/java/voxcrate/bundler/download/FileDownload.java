package voxcrate.bundler.download;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.download.ContentHash.Verdict;
import voxcrate.bundler.hub.Content;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubErrorCode;
import voxcrate.bundler.hub.HubOutcome;
import voxcrate.bundler.hub.HubRefusals;
import voxcrate.bundler.hub.HubTrouble;
import voxcrate.bundler.hub.Resolve;
import voxcrate.bundler.hub.TroubleProblems;
import voxcrate.bundler.plan.PlannedFile;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// Brings one file into the cache. It goes on where it broke off, as long as tries bring something;
/// it gets its name when size and digest are right, and not before.
final class FileDownload implements Fanout.Task<CachedFile> {
  private static final int BUFFER_BYTES = 1 << 18;

  /// However little each try brings, there is an end to it.
  private static final int MAX_TRIES = 200;

  private final HubClient client;
  private final ModelCache cache;
  private final RecipeRepository repository;
  private final PlannedFile file;
  private final ProgressListener progress;
  private final PartialFile partial;
  private final String task;

  FileDownload(
      HubClient client,
      ModelCache cache,
      RecipeRepository repository,
      PlannedFile file,
      ProgressListener progress) {
    this.client = client;
    this.cache = cache;
    this.repository = repository;
    this.file = file;
    this.progress = progress;
    this.partial = new PartialFile(cache, repository, file);
    this.task = "downloading " + repository.name() + "/" + file.path();
  }

  @Override
  public CachedFile run() throws InterruptedException {
    try {
      var present = cache.verified(repository.name(), file);
      return present.isPresent() ? present.get() : download();
    } catch (ClosedByInterruptException _) {
      throw new InterruptedException();
    } catch (IOException e) {
      throw cache.unusable(e);
    }
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

  private CachedFile named(Verdict verdict) throws IOException {
    return switch (verdict) {
      case Verdict.Right(var sha256) -> {
        partial.moveTo(cache.file(repository.name(), file.path()));
        yield new CachedFile(file.path(), file.sizeBytes(), sha256);
      }
      case Verdict.Wrong(var found, var expected) -> {
        partial.discard();
        throw differs(found, expected);
      }
    };
  }

  /// Receives until all is here, or until tries bring nothing any more.
  private Verdict receive() throws IOException, InterruptedException {
    try (var reception = Reception.resume(partial, file)) {
      int fruitless = 0;
      for (int tries = 1; !reception.isDone(); tries++) {
        long before = reception.position();
        var trouble = receiveFrom(reception);
        if (trouble.isPresent()) {
          fruitless = reception.position() > before ? 1 : fruitless + 1;
          if (fruitless == client.retries().attempts() || tries == MAX_TRIES) {
            throw TroubleProblems.stop(trouble.get(), task);
          }
          pause(trouble.get(), fruitless);
        }
      }
      return reception.finish();
    }
  }

  private void pause(HubTrouble trouble, int fruitless) throws InterruptedException {
    progress.note(task, TroubleProblems.reason(trouble) + "; going on with " + file.path());
    var retries = client.retries();
    retries.sleeper().sleep(retries.backOff(fruitless));
  }

  /// One answer of the hub; what broke it is the result.
  private Optional<HubTrouble> receiveFrom(Reception reception)
      throws IOException, InterruptedException {
    var resolve = new Resolve(repository.name(), repository.commit(), file.path());
    return switch (client.open(resolve, reception.position(), partial.validator())) {
      case HubOutcome.Answer<Content>(var content) -> {
        try (content) {
          yield take(content, reception);
        }
      }
      case HubOutcome.Refused<Content>(var refusal) ->
          throw HubRefusals.stop(client, refusal, repository, task);
      case HubOutcome.Failed<Content>(var trouble) -> throw TroubleProblems.stop(trouble, task);
    };
  }

  private Optional<HubTrouble> take(Content content, Reception reception)
      throws IOException, InterruptedException {
    var stated = content.stated();
    var contradiction = file.contradiction(stated);
    if (contradiction.isPresent()) {
      reception.spoil("announced: " + contradiction.get(), "what was listed and pinned");
      return Optional.empty();
    }
    if (!file.completedBy(stated).isVerifiable()) {
      reception.spoil("no digest, neither pinned nor given by the hub", "one to verify with");
      return Optional.empty();
    }
    boolean goesOn =
        content.extent() instanceof Content.Extent.Part(var from, var total)
            && from == reception.position()
            && total == file.sizeBytes();
    if (!goesOn) {
      reception.restart(stated, content.validator());
      if (!(content.extent() instanceof Content.Extent.Whole)) {
        return Optional.of(
            new HubTrouble.Garbled(content.host(), "another part of the file than asked for"));
      }
    }
    return copy(content, reception);
  }

  private Optional<HubTrouble> copy(Content content, Reception reception)
      throws IOException, InterruptedException {
    long wanted = file.sizeBytes() - reception.position();
    if (content.announcedBytes().orElse(wanted) != wanted) {
      reception.spoil(content.announcedBytes().getAsLong() + " bytes announced", wanted + " bytes");
      return Optional.empty();
    }
    var buffer = new byte[BUFFER_BYTES];
    for (int read = read(content, buffer); read > 0; read = read(content, buffer)) {
      reception.append(buffer, read);
      progress.on(new ProgressEvent.Advanced(task, reception.position()));
      if (reception.isDone()) {
        return Optional.empty();
      }
    }
    return Optional.of(new HubTrouble.Unreachable(content.host(), "the connection broke", true));
  }

  /// How many bytes came; none where the connection broke or ended.
  private static int read(Content content, byte[] buffer) throws InterruptedException {
    try {
      return Math.max(0, content.stream().read(buffer));
    } catch (IOException _) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return 0;
    }
  }

  private ToolException differs(String found, String expected) {
    return new ToolException(
        Problem.of(
                HubErrorCode.CONTENT_DIFFERS,
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

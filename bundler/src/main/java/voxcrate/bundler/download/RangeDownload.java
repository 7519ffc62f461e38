package voxcrate.bundler.download;

import java.io.IOException;
import java.util.Optional;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.hub.ByteRange;
import voxcrate.bundler.hub.Content;
import voxcrate.bundler.hub.Content.Extent;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubOutcome;
import voxcrate.bundler.hub.HubRefusals;
import voxcrate.bundler.hub.HubTrouble;
import voxcrate.bundler.hub.RemoteFile;
import voxcrate.bundler.hub.TroubleProblems;
import voxcrate.bundler.plan.PlannedFile;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// Receives ranges of one file, one after the other, until none is left to claim. A range goes on
/// where it broke off, as long as tries bring something; trouble with one is no trouble of another.
final class RangeDownload {
  private static final int BUFFER_BYTES = 1 << 17;

  /// However little each try brings, there is an end to it.
  private static final int MAX_TRIES = 200;

  private final HubClient client;
  private final RemoteFile remote;
  private final RecipeRepository repository;
  private final PlannedFile file;
  private final Pace pace;
  private final ProgressListener progress;
  private final String task;

  RangeDownload(
      HubClient client,
      RemoteFile remote,
      RecipeRepository repository,
      PlannedFile file,
      Pace pace,
      ProgressListener progress,
      String task) {
    this.client = client;
    this.remote = remote;
    this.repository = repository;
    this.file = file;
    this.pace = pace;
    this.progress = progress;
    this.task = task;
  }

  /// @throws voxcrate.problem.ToolException where a range cannot be had
  void receiveInto(Reception reception) throws IOException, InterruptedException {
    var buffer = new byte[(int) Math.min(BUFFER_BYTES, file.sizeBytes())];
    boolean done = false;
    try {
      for (var range = reception.claim(); range.isPresent(); range = reception.claim()) {
        receive(range.get(), reception, buffer);
      }
      done = true;
    } finally {
      if (!done) {
        reception.halt();
      }
    }
  }

  /// Receives until all of the range is here, or until tries bring nothing any more.
  private void receive(FileRange range, Reception reception, byte[] buffer)
      throws IOException, InterruptedException {
    int fruitless = 0;
    for (int tries = 1; !range.isComplete() && !reception.isOver(); tries++) {
      long before = range.position();
      var trouble = ask(range, reception, buffer);
      if (trouble.isPresent()) {
        fruitless = range.position() > before ? 1 : fruitless + 1;
        if (fruitless == client.retries().attempts() || tries == MAX_TRIES) {
          throw TroubleProblems.stop(trouble.get(), task);
        }
        pause(trouble.get(), fruitless);
      }
    }
  }

  private void pause(HubTrouble trouble, int fruitless) throws InterruptedException {
    progress.note(task, TroubleProblems.reason(trouble) + "; going on with " + file.path());
    var retries = client.retries();
    retries.sleeper().sleep(retries.backOff(fruitless));
  }

  /// One answer of the hub; what broke it is the result.
  private Optional<HubTrouble> ask(FileRange range, Reception reception, byte[] buffer)
      throws IOException, InterruptedException {
    var wanted = new ByteRange(range.position(), range.end(), file.sizeBytes());
    return switch (remote.open(wanted, reception.validator())) {
      case HubOutcome.Answer<Content>(var content) -> {
        try (content) {
          yield take(content, range, reception, buffer);
        }
      }
      case HubOutcome.Refused<Content>(var refusal) ->
          throw HubRefusals.stop(client, refusal, repository.name(), repository.commit(), task);
      case HubOutcome.Failed<Content>(var trouble) -> throw TroubleProblems.stop(trouble, task);
    };
  }

  private Optional<HubTrouble> take(
      Content content, FileRange range, Reception reception, byte[] buffer)
      throws IOException, InterruptedException {
    var contradiction = file.contradiction(content.stated());
    if (contradiction.isPresent()) {
      reception.spoil("announced: " + contradiction.get(), "what was listed and pinned");
      return Optional.empty();
    }
    if (reception.goesWith(content.stated(), content.validator()) && isNext(content, range)) {
      return copy(content, range, reception, buffer);
    }
    if (!reception.isOneRange()) {
      reception.abandon();
      return Optional.empty();
    }
    reception.restart(content.validator());
    return takeAnew(content, range, reception, buffer);
  }

  /// Whether the answer begins with the byte that the range lacks next.
  private boolean isNext(Content content, FileRange range) {
    return content.extent() instanceof Extent.Part(var from, var total)
        && from == range.position()
        && total == file.sizeBytes();
  }

  private Optional<HubTrouble> takeAnew(
      Content content, FileRange range, Reception reception, byte[] buffer)
      throws IOException, InterruptedException {
    if (!(content.extent() instanceof Extent.Whole)) {
      return Optional.of(
          new HubTrouble.Garbled(content.host(), "another part of the file than asked for"));
    }
    long announced = content.announcedBytes().orElse(file.sizeBytes());
    if (announced != file.sizeBytes()) {
      reception.spoil(announced + " bytes announced", file.sizeBytes() + " bytes");
      return Optional.empty();
    }
    return copy(content, range, reception, buffer);
  }

  private Optional<HubTrouble> copy(
      Content content, FileRange range, Reception reception, byte[] buffer)
      throws IOException, InterruptedException {
    while (!range.isComplete() && !reception.isOver()) {
      int wanted = pace.piece((int) Math.min(buffer.length, range.missing()));
      int received = content.fill(buffer, wanted);
      if (received > 0) {
        reception.append(range, buffer, received);
        progress.on(new ProgressEvent.Advanced(task, reception.receivedBytes()));
        pace.keep(received);
      }
      if (received < wanted) {
        return Optional.of(
            new HubTrouble.Unreachable(content.host(), "the connection broke", true));
      }
    }
    return Optional.empty();
  }
}

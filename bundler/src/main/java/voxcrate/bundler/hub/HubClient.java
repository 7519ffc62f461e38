package voxcrate.bundler.hub;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import voxcrate.json.JsonException;
import voxcrate.progress.ProgressListener;

/// Asks the hub. A refusal is an answer; what passes is asked again after a pause; what does not
/// is told as what it is. May be used from several threads.
public final class HubClient implements AutoCloseable {
  private static final String WAITING = "asking the hub";

  /// No repository that we can use is anywhere near; a listing without end is one more way to fail.
  private static final int MAX_LISTED_FILES = 200_000;

  private final HubSettings settings;
  private final Optional<FoundToken> found;
  private final Optional<HubToken> token;
  private final RetryPolicy retries;
  private final ProgressListener progress;
  private final Connections connections;
  private final Walk walk;
  private @Nullable HubOutcome<Account> account;

  /// @param token sent to the hub's own origin with every question, for open repositories too: the
  ///     hub is more generous to those it knows
  /// @param progress hears of waiting
  /// @throws voxcrate.problem.ToolException where what was found cannot be a token; nothing is sent
  public HubClient(
      HubSettings settings,
      Optional<FoundToken> token,
      RetryPolicy retries,
      ProgressListener progress) {
    this.settings = settings;
    this.found = token;
    this.token = token.map(source -> source.token(settings.address()));
    this.retries = retries;
    this.progress = progress;
    this.connections = new Connections(settings);
    this.walk = new Walk(connections, settings, this.token);
  }

  public HubAddress address() {
    return settings.address();
  }

  /// What is sent, with the place it came from, for messages.
  public Optional<FoundToken> token() {
    return found;
  }

  public boolean hasToken() {
    return token.isPresent();
  }

  public RetryPolicy retries() {
    return retries;
  }

  /// Who the token belongs to; asked once, however often this is called.
  public synchronized HubOutcome<Account> account() throws InterruptedException {
    if (account == null) {
      account = ask(new WhoAmI());
    }
    return account;
  }

  public <T> HubOutcome<T> ask(HubEndpoint<T> endpoint) throws InterruptedException {
    var address = endpoint.on(settings.address());
    return patiently(
        () -> {
          var end = walk.withinHub(endpoint.method(), address, Map.of());
          try (var response = end.response()) {
            var reply = read(response);
            return endpoint.isAnswer(reply)
                ? new HubOutcome.Answer<>(endpoint.read(reply))
                : refusedOrFailed(reply, address);
          }
        },
        address);
  }

  /// Every file of a repository at `revision`, page by page.
  public HubOutcome<List<TreeEntry>> list(String repository, String revision)
      throws InterruptedException {
    var files = new ArrayList<TreeEntry>();
    Optional<RepositoryTree> page =
        Optional.of(RepositoryTree.first(settings.address(), repository, revision));
    while (page.isPresent()) {
      switch (ask(page.get())) {
        case HubOutcome.Answer<RepositoryTree.Page>(var answer) -> {
          files.addAll(answer.files());
          page = answer.next().map(RepositoryTree::new);
        }
        case HubOutcome.Refused<RepositoryTree.Page>(var refusal) -> {
          return new HubOutcome.Refused<>(refusal);
        }
        case HubOutcome.Failed<RepositoryTree.Page>(var trouble) -> {
          return new HubOutcome.Failed<>(trouble);
        }
      }
      if (files.size() > MAX_LISTED_FILES) {
        return new HubOutcome.Failed<>(
            new HubTrouble.Garbled(settings.address().host(), "a listing without end"));
      }
    }
    return new HubOutcome.Answer<>(List.copyOf(files));
  }

  /// The content of `file`, to be opened whole or range by range.
  public RemoteFile content(Resolve file) {
    return new RemoteFile(this, walk, file.on(settings.address()));
  }

  /// One try; what it throws is turned into trouble.
  interface Attempt<T> {
    HubOutcome<T> run() throws IOException, InterruptedException;
  }

  <T> HubOutcome<T> patiently(Attempt<T> attempt, URI address) throws InterruptedException {
    for (int number = 1; ; number++) {
      var outcome = once(attempt, address);
      if (!(outcome instanceof HubOutcome.Failed<T>(var trouble))) {
        return outcome;
      }
      var pause = retries.pauseAfter(number, trouble);
      if (pause.isEmpty()) {
        return outcome;
      }
      progress.note(WAITING, waiting(trouble, pause.get()));
      retries.sleeper().sleep(pause.get());
    }
  }

  private static String waiting(HubTrouble trouble, Duration pause) {
    return "%s; asking again in %.1f s"
        .formatted(TroubleProblems.reason(trouble), pause.toMillis() / 1000.0);
  }

  private <T> HubOutcome<T> once(Attempt<T> attempt, URI address) throws InterruptedException {
    try {
      return attempt.run();
    } catch (JsonException e) {
      return new HubOutcome.Failed<>(
          new HubTrouble.Garbled(address.getHost(), String.valueOf(e.getMessage())));
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return new HubOutcome.Failed<>(TransportTrouble.of(e, address.getHost()));
    }
  }

  <T> HubOutcome<T> refusedOrFailed(HubReply reply, URI address) {
    var host = address.getHost();
    if (reply.status() == 429) {
      return new HubOutcome.Failed<>(new HubTrouble.RateLimited(host, AskedPause.in(reply)));
    }
    if (reply.status() == 408 || reply.status() >= 500) {
      return new HubOutcome.Failed<>(
          new HubTrouble.Unwell(host, reply.status(), AskedPause.in(reply)));
    }
    if (reply.status() < 400) {
      return new HubOutcome.Failed<>(new HubTrouble.Garbled(host, "leads to another host"));
    }
    return new HubOutcome.Refused<>(Refusal.of(reply));
  }

  /// The whole answer. Should the other side send the token back, nobody behind this line sees it.
  HubReply read(Response response) throws IOException {
    var reply = HubReplies.whole(response);
    return token.map(reply::without).orElse(reply);
  }

  @Override
  public void close() {
    connections.close();
  }
}

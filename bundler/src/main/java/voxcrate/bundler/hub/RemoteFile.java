package voxcrate.bundler.hub;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// The content of one file at the hub, opened whole or range by range. The signed link that the hub
/// gives serves every range until the content host refuses it; then the hub is asked for another.
/// May be used from several threads.
public final class RemoteFile {
  private final HubClient client;
  private final Walk walk;
  private final URI address;

  /// Who needs a link while another asks for one waits and takes that.
  private final ReentrantLock asking = new ReentrantLock();

  private volatile Walk.@Nullable Link link;

  RemoteFile(HubClient client, Walk walk, URI address) {
    this.client = client;
    this.walk = walk;
    this.address = address;
  }

  /// Opens `range`, patiently.
  ///
  /// @param validator of the bytes that are here already, so that others are not mixed with them
  public HubOutcome<Content> open(ByteRange range, Optional<String> validator)
      throws InterruptedException {
    var headers = range.headers(validator);
    return client.patiently(() -> opened(headers), address);
  }

  private HubOutcome<Content> opened(Map<String, String> headers)
      throws IOException, InterruptedException {
    var known = link;
    if (known == null) {
      return byTheHub(headers);
    }
    var outcome = byLink(known, headers);
    // That a link used before is refused is its usual end, and nothing to wait for.
    return isRefused(outcome) ? byTheHub(headers) : outcome;
  }

  private HubOutcome<Content> byTheHub(Map<String, String> headers)
      throws IOException, InterruptedException {
    asking.lockInterruptibly();
    try {
      if (link == null) {
        var end = walk.toContent(address, headers);
        var outcome = outcome(end);
        if (outcome instanceof HubOutcome.Answer<Content>) {
          link = end.link().orElse(null);
        }
        return outcome;
      }
    } finally {
      asking.unlock();
    }
    return opened(headers);
  }

  private HubOutcome<Content> byLink(Walk.Link known, Map<String, String> headers)
      throws IOException {
    boolean good = false;
    try {
      var outcome = outcome(walk.along(known, headers));
      good = !isRefused(outcome);
      return outcome;
    } finally {
      if (!good) {
        forget(known);
      }
    }
  }

  private void forget(Walk.Link known) {
    asking.lock();
    try {
      if (known.equals(link)) {
        link = null;
      }
    } finally {
      asking.unlock();
    }
  }

  private static boolean isRefused(HubOutcome<Content> outcome) {
    return outcome instanceof HubOutcome.Failed<Content>(HubTrouble.ContentRefused _);
  }

  private HubOutcome<Content> outcome(Walk.End end) throws IOException {
    var response = end.response();
    if (response.code() == 200 || response.code() == 206 || response.code() == 416) {
      return new HubOutcome.Answer<>(new Content(response, end.stated()));
    }
    try (response) {
      var reply = client.read(response);
      return end.atHub()
          ? client.refusedOrFailed(reply, address)
          : new HubOutcome.Failed<>(contentTrouble(response, reply));
    }
  }

  private static HubTrouble contentTrouble(Response response, HubReply reply) {
    var host = response.request().url().host();
    if (reply.status() == 429) {
      return new HubTrouble.RateLimited(host, AskedPause.in(reply));
    }
    return reply.status() >= 500
        ? new HubTrouble.Unwell(host, reply.status(), AskedPause.in(reply))
        : new HubTrouble.ContentRefused(host, reply.status());
  }
}

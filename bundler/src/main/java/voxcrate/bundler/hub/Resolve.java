package voxcrate.bundler.hub;

import java.net.URI;
import voxcrate.bundle.RelativePath;

/// `/ID/resolve/REV/PATH`: a file. Asked with HEAD it says what a download would give; the answer
/// counts where it comes from the hub itself, also as a redirect to another host.
public record Resolve(String repository, String revision, RelativePath path)
    implements HubEndpoint<StatedContent> {
  @Override
  public String method() {
    return "HEAD";
  }

  @Override
  public URI on(HubAddress address) {
    return address.at(
        "/%s/resolve/%s/%s"
            .formatted(
                repository, HubAddress.segment(revision), HubAddress.segments(path.value())));
  }

  @Override
  public boolean isAnswer(HubReply reply) {
    return reply.status() >= 200 && reply.status() < 400;
  }

  @Override
  public StatedContent read(HubReply reply) {
    return StatedContent.of(reply);
  }
}

package voxcrate.bundler.hub;

import java.net.URI;

/// `GET /api/models/ID/auth-check`: whether the token opens the gate. A good answer says nothing
/// more.
record AuthCheck(String repository) implements HubEndpoint<Integer> {
  @Override
  public URI on(HubAddress address) {
    return address.at("/api/models/" + repository + "/auth-check");
  }

  @Override
  public Integer read(HubReply reply) {
    return reply.status();
  }
}

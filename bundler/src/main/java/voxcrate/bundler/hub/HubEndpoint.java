package voxcrate.bundler.hub;

import java.net.URI;

/// One question to the hub: how it is asked, and how a good answer reads.
///
/// @param <T> what a good answer says
public sealed interface HubEndpoint<T>
    permits AuthCheck, RepositoryInfo, RepositoryTree, Resolve, WhoAmI {
  /// `GET`, or `HEAD` where the headers say all.
  default String method() {
    return "GET";
  }

  URI on(HubAddress address);

  /// Whether `reply` is an answer to read. A redirect to another origin is none, mostly.
  default boolean isAnswer(HubReply reply) {
    return reply.status() >= 200 && reply.status() < 300;
  }

  /// Reads a good answer.
  ///
  /// @throws voxcrate.json.JsonException when it does not say what it should
  T read(HubReply reply);
}

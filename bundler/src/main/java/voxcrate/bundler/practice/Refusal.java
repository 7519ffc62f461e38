package voxcrate.bundler.practice;

import java.util.Optional;
import voxcrate.json.Json;
import voxcrate.json.JsonWriter;

/// Why the hub does not give what was asked, in the hub's own words.
///
/// @param code the value of `X-Error-Code`; empty where the hub sends none
record Refusal(int status, Optional<String> code, String message) {
  private static final String PAGE = "https://huggingface.co/";

  static Refusal invalidToken() {
    return plain(401, "Invalid username or password.");
  }

  static Refusal tokenBlocked() {
    return plain(
        403,
        "The organization practice-organisation only allows access with approved tokens."
            + " Ask an administrator of the organization to approve yours.");
  }

  /// To somebody without a token the hub does not tell a missing repository from a private one.
  static Refusal unknownRepository(boolean withToken) {
    return withToken
        ? coded(404, "RepoNotFound", "Repository not found")
        : plain(401, "Invalid username or password.");
  }

  static Refusal notLoggedIn(String repository) {
    return gated(
        401,
        "Access to model %s is restricted. You must have access to it and be authenticated to"
            + " access it. Please log in.",
        repository);
  }

  static Refusal scopeMissing() {
    return plain(
        403,
        "Please enable access to public gated repositories in your fine-grained token settings to"
            + " view this repository.");
  }

  static Optional<Refusal> atGate(GateState state, String repository) {
    return switch (state) {
      case ACCEPTED -> Optional.empty();
      case TERMS ->
          Optional.of(
              gated(
                  403,
                  "Access to model %s is restricted and you are not in the authorized list. Visit "
                      + PAGE
                      + repository
                      + " to ask for access.",
                  repository));
      case PENDING ->
          Optional.of(
              gated(
                  403,
                  "Your request to access model %s is awaiting a review from the repo authors.",
                  repository));
      case REJECTED ->
          Optional.of(
              gated(
                  403,
                  "Your request to access model %s has been rejected by the repo's authors.",
                  repository));
      case RESET ->
          Optional.of(
              gated(
                  403,
                  "Your request to access model %s has been reset by the repo's authors. Visit "
                      + PAGE
                      + repository
                      + " to submit a new request.",
                  repository));
    };
  }

  static Refusal disabled() {
    return plain(403, "Access to this resource is disabled.");
  }

  static Refusal writeDenied() {
    return plain(403, "Forbidden: you must use a write token to access to this resource.");
  }

  static Refusal unknownRevision(String revision) {
    return coded(404, "RevisionNotFound", "Invalid rev id: " + revision);
  }

  static Refusal unknownEntry() {
    return coded(404, "EntryNotFound", "Entry not found");
  }

  static Refusal plain(int status, String message) {
    return new Refusal(status, Optional.empty(), message);
  }

  private static Refusal coded(int status, String code, String message) {
    return new Refusal(status, Optional.of(code), message);
  }

  private static Refusal gated(int status, String message, String repository) {
    return coded(status, "GatedRepo", message.formatted(repository));
  }

  /// Under `/api` the body is JSON, elsewhere the bare message.
  Reply reply(Request request) {
    var reply =
        request.path().startsWith("/api/")
            ? Reply.text(status, JsonWriter.compact(Json.object().put("error", message).build()))
                .with("Content-Type", "application/json; charset=utf-8")
            : Reply.text(status, message);
    reply = reply.with("X-Error-Message", message);
    if (code.isPresent()) {
      reply = reply.with("X-Error-Code", code.get());
    }
    return status == 401
        ? reply.with(
            "WWW-Authenticate", "Bearer realm=\"Authentication required\", charset=\"UTF-8\"")
        : reply;
  }
}

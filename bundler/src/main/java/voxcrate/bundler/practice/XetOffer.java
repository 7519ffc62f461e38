package voxcrate.bundler.practice;

import java.net.URI;
import voxcrate.json.Json;

/// What the hub says of files in Xet storage, as an offer that every client may pass over: the same
/// content comes by the ordinary redirect.
///
/// @param endpoint the hub's own address, where clients ask for a token of the storage
/// @param storage where they ask what a file is put together from
record XetOffer(URI endpoint, URI storage, XetTokens tokens) {
  private static final String OFFER_ONLY = "application/vnd.xet-fileinfo+json";

  /// Some clients want the offer and no redirect.
  static boolean isAskedFor(Request request) {
    return request.header("Accept").filter(kinds -> kinds.contains(OFFER_ONLY)).isPresent();
  }

  static Reply alone() {
    return Reply.text(200, "").with("Content-Type", OFFER_ONLY);
  }

  /// Adds the offer to the answer that gives `file`, where that lies in the storage.
  Reply on(Reply reply, PracticeRepository repository, PracticeFile file) {
    if (file.xet().isEmpty()) {
      return reply;
    }
    var hash = file.xet().get().hash().hex();
    var route =
        "/api/models/%s/xet-read-token/%s".formatted(repository.name(), repository.commit());
    // The hub's links name the first version still; clients ask for the second.
    var links =
        "<%s%s>; rel=\"xet-auth\", <%s/v1/reconstructions/%s>; rel=\"xet-reconstruction-info\""
            .formatted(endpoint, route, storage, hash);
    return reply.with("X-Xet-Hash", hash).with("X-Xet-Refresh-Route", route).with("Link", links);
  }

  /// A token of the storage, for whoever may read the repository. Some clients read the headers,
  /// others the document.
  Reply token(PracticeRepository repository) {
    if (repository.files().stream().allMatch(file -> file.xet().isEmpty())) {
      throw new RefusedException(Refusal.plain(404, "Not Found"));
    }
    var token = tokens.issue(repository);
    long expires = token.expires().getEpochSecond();
    return Reply.json(
            Json.object()
                .put("casUrl", storage.toString())
                .put("accessToken", token.text())
                .put("exp", expires)
                .build())
        .with("X-Xet-Cas-Url", storage.toString())
        .with("X-Xet-Access-Token", token.text())
        .with("X-Xet-Token-Expiration", Long.toString(expires));
  }
}

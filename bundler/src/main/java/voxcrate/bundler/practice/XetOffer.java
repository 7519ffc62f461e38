package voxcrate.bundler.practice;

import java.net.URI;

/// What an answer adds for a file in Xet storage, as an offer that every client may pass over: the
/// same content comes by the ordinary redirect. The storage itself is not here, so nothing answers
/// at these addresses.
///
/// @param endpoint the hub's own address, where a client would ask for a token of the storage
/// @param storage where a client would ask for the file's pieces
record XetOffer(PracticeConfig config, URI endpoint, URI storage) {
  /// @param file in large file storage
  Reply on(Reply reply, PracticeRepository repository, PracticeFile file) {
    if (!config.settingsOf(repository.name()).xet()) {
      return reply;
    }
    var hash = DownloadAnswers.contentName(file.sha256().orElseThrow());
    var route =
        "/api/models/%s/xet-read-token/%s".formatted(repository.name(), repository.commit());
    var links =
        "<%s%s>; rel=\"xet-auth\", <%s/v1/reconstructions/%s>; rel=\"xet-reconstruction-info\""
            .formatted(endpoint, route, storage, hash);
    return reply.with("X-Xet-Hash", hash).with("X-Xet-Refresh-Route", route).with("Link", links);
  }
}

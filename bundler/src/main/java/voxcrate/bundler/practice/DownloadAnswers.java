package voxcrate.bundler.practice;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The addresses that give a file: `resolve`, the cache it redirects small open files to, and
/// `raw`.
final class DownloadAnswers {
  private final GateKeeper gates;
  private final Faults faults;
  private final Damage damage;
  private final XetOffer xet;
  private final UnaryOperator<String> contentLink;

  /// @param contentLink makes the signed, absolute address of a path on the content origin
  DownloadAnswers(
      GateKeeper gates,
      Faults faults,
      Damage damage,
      XetOffer xet,
      UnaryOperator<String> contentLink) {
    this.gates = gates;
    this.faults = faults;
    this.damage = damage;
    this.xet = xet;
    this.contentLink = contentLink;
  }

  /// `/ORG/NAME/resolve/REVISION/PATH`: small files directly or by the cache, large ones by a
  /// redirect to the content origin.
  Reply resolve(
      Request request,
      Optional<PracticeAccount> caller,
      PracticeRepository repository,
      String revision,
      String path) {
    var file = admitted(caller, repository, revision, path);
    if (faults.take(Fault.RedirectLoop.class, f -> Faults.meets(f.file(), path)).isPresent()) {
      return Reply.redirect(307, request.path()).with("X-Repo-Commit", repository.commit());
    }
    var foreign = faults.take(Fault.ForeignRedirect.class);
    if (foreign.isPresent()) {
      return linked(Reply.redirect(302, foreign.get().origin() + request.path()), repository, file);
    }
    if (file.sha256().isPresent()) {
      if (XetOffer.isAskedFor(request) && file.xet().isPresent()) {
        return xet.on(linked(XetOffer.alone(), repository, file), repository, file);
      }
      var location = contentLink.apply(ContentAnswers.pathOf(repository, file));
      return xet.on(linked(Reply.redirect(302, location), repository, file), repository, file)
          .with("Cache-Control", "no-store");
    }
    if (gates.gateOf(repository) == Gate.NONE) {
      return linked(Reply.redirect(307, cachePath(repository, file)), repository, file);
    }
    return direct(request, repository, file);
  }

  /// `/api/resolve-cache/models/ORG/NAME/COMMIT/PATH`: knows commits only, no branches.
  Reply cached(Request request, PracticeRepository repository, String commit, String path) {
    if (!commit.matches("[0-9a-f]{40}")) {
      throw new RefusedException(Refusal.plain(400, "Invalid commit"));
    }
    GateKeeper.revision(repository, commit);
    var file = repository.file(path);
    if (file.isEmpty() || gates.gateOf(repository) != Gate.NONE) {
      throw new RefusedException(Refusal.unknownEntry());
    }
    return direct(request, repository, file.get());
  }

  /// `/ORG/NAME/raw/REVISION/PATH`: what git holds, so a pointer for a large file. No exemption
  /// from the gate here.
  Reply raw(
      Optional<PracticeAccount> caller,
      PracticeRepository repository,
      String revision,
      String path,
      Request request) {
    gates.pass(repository, caller);
    var file = admitted(caller, repository, revision, path);
    return file.sha256()
        .map(sha256 -> Reply.text(200, GitObjects.pointer(sha256, file.sizeBytes())))
        .map(reply -> reply.with("X-Repo-Commit", repository.commit()))
        .orElseGet(() -> direct(request, repository, file));
  }

  /// The order of the checks is the hub's: the gate is tested before revision and path.
  private PracticeFile admitted(
      Optional<PracticeAccount> caller,
      PracticeRepository repository,
      String revision,
      String path) {
    var file = repository.file(path);
    if (file.filter(PracticeFile::isExemptFromGate).isEmpty()) {
      gates.pass(repository, caller);
    }
    GateKeeper.revision(repository, revision);
    return file.orElseThrow(() -> new RefusedException(Refusal.unknownEntry()));
  }

  private Reply direct(Request request, PracticeRepository repository, PracticeFile file) {
    boolean rangeIgnored = damage.ignoresRange(request);
    var reply =
        FileReply.of(file, file.contentId())
            .answer(request, rangeIgnored)
            .with("X-Repo-Commit", repository.commit())
            .with("Content-Disposition", disposition(request, file));
    return damage.apply(reply, file);
  }

  private static String disposition(Request request, PracticeFile file) {
    var kind = request.asks("download") ? "attachment" : "inline";
    return "%s; filename*=UTF-8''%s; filename=\"%s\";"
        .formatted(kind, encoded(file.name()), file.name().replaceAll("[^ -~]|[\"\\\\]", "_"));
  }

  private static Reply linked(Reply reply, PracticeRepository repository, PracticeFile file) {
    return reply
        .with("X-Repo-Commit", repository.commit())
        .with("X-Linked-Size", Long.toString(file.sizeBytes()))
        .with("X-Linked-ETag", '"' + file.contentId() + '"')
        .with("Accept-Ranges", "bytes");
  }

  private static String cachePath(PracticeRepository repository, PracticeFile file) {
    var path =
        Arrays.stream(file.path().split("/", -1))
            .map(DownloadAnswers::encoded)
            .collect(Collectors.joining("/"));
    return "/api/resolve-cache/models/%s/%s/%s?etag=%s"
        .formatted(
            repository.name(), repository.commit(), path, encoded('"' + file.contentId() + '"'));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Joins the decoded segments that form the path of a file.
  static String pathOf(List<String> segments) {
    return String.join("/", segments);
  }
}

package voxcrate.bundler.practice;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// The second origin, which holds the content of large files and knows no accounts: a signed
/// address is all it asks for.
final class ContentAnswers {
  private final Map<String, PracticeFile> files = new HashMap<>();
  private final SignedLink links;
  private final Faults faults;
  private final Outages outages;
  private final Damage damage;

  ContentAnswers(
      Collection<PracticeRepository> repositories,
      SignedLink links,
      Faults faults,
      Outages outages,
      Damage damage) {
    for (var repository : repositories) {
      for (var file : repository.files()) {
        file.sha256()
            .map(sha256 -> DownloadAnswers.contentPath(repository, sha256))
            .ifPresent(path -> files.put(path, file));
      }
    }
    this.links = links;
    this.faults = faults;
    this.outages = outages;
    this.damage = damage;
  }

  Reply answer(Request request) {
    return outages.instead(request).orElseGet(() -> content(request));
  }

  private Reply content(Request request) {
    if (request.isAuthorized()
        && faults.take(Fault.ContentRefusesAuthorization.class).isPresent()) {
      return error(400, "InvalidArgument", "Only one auth mechanism allowed");
    }
    var file = files.get(request.path());
    boolean expired = faults.take(Fault.LinkExpired.class).isPresent();
    if (file == null || expired || !links.opens(request)) {
      return error(403, "AccessDenied", "Access denied");
    }
    var name = DownloadAnswers.contentName(file.sha256().orElseThrow()) + change(file);
    var reply = new FileReply(file, name).answer(request, damage.ignoresRange(request));
    return damage.apply(reply, file);
  }

  private String change(PracticeFile file) {
    return faults
        .take(Fault.ContentTagChanged.class, f -> Faults.meets(f.file(), file.path()))
        .map(_ -> "-changed")
        .orElse("");
  }

  private static Reply error(int status, String code, String message) {
    var document = "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message);
    return Reply.text(status, document).with("Content-Type", "application/xml");
  }
}

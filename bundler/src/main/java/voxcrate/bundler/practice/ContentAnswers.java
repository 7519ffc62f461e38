package voxcrate.bundler.practice;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import voxcrate.bundler.practice.xet.Xorb;

/// The second origin, which holds the content of large files and knows no accounts: a signed
/// address is all it asks for.
final class ContentAnswers {
  private final Map<String, PracticeFile> files = new HashMap<>();
  private final Map<String, Xorb> xorbs = new HashMap<>();
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
        if (file.sha256().isPresent()) {
          files.put(pathOf(repository, file), file);
        }
        file.xet().stream()
            .flatMap(xet -> xet.xorbs().stream())
            .forEach(xorb -> xorbs.put(pathOf(xorb), xorb));
      }
    }
    this.links = links;
    this.faults = faults;
    this.outages = outages;
    this.damage = damage;
  }

  /// @param file in large file storage
  static String pathOf(PracticeRepository repository, PracticeFile file) {
    return "/bridge/" + repository.objectId() + "/" + file.storageName();
  }

  static String pathOf(Xorb xorb) {
    return "/xorbs/default/" + xorb.hash().hex();
  }

  Reply answer(Request request) {
    return outages.instead(request).orElseGet(() -> content(request));
  }

  private Reply content(Request request) {
    if (request.isAuthorized()
        && faults.take(Fault.ContentRefusesAuthorization.class).isPresent()) {
      return error(400, "InvalidArgument", "Only one auth mechanism allowed");
    }
    if (faults.take(Fault.LinkExpired.class).isPresent() || !links.opens(request)) {
      return error(403, "AccessDenied", "Access denied");
    }
    var xorb = xorbs.get(request.path());
    if (xorb != null) {
      return FileReply.of(xorb).answer(request, damage.ignoresRange(request));
    }
    // Only what is here has a link that opens it.
    var file = Objects.requireNonNull(files.get(request.path()));
    var reply =
        FileReply.of(file, file.storageName() + change(file))
            .answer(request, damage.ignoresRange(request));
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

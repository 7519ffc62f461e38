package voxcrate.bundler.practice;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// What the hub's own origin answers: finds the part that is asked for, and gives every answer the
/// headers that all of them have.
final class HubAnswers {
  private final GateKeeper gates;
  private final ModelAnswers models;
  private final DownloadAnswers downloads;
  private final ModelPage page;
  private final Faults faults;
  private final Outages outages;
  private final Map<String, String> formerNames;
  private final RateWindow rates = new RateWindow();
  private final AtomicLong answered = new AtomicLong();

  HubAnswers(
      GateKeeper gates,
      ModelAnswers models,
      DownloadAnswers downloads,
      Faults faults,
      Outages outages,
      Map<String, String> formerNames) {
    this.gates = gates;
    this.models = models;
    this.downloads = downloads;
    this.page = new ModelPage(gates);
    this.faults = faults;
    this.outages = outages;
    this.formerNames = Map.copyOf(formerNames);
  }

  Reply answer(Request request) {
    var reply = outages.instead(request).orElseGet(() -> allowed(request));
    if (faults.take(Fault.NoErrorCode.class).isPresent()) {
      reply = reply.without("X-Error-Code");
    }
    var id = "Root=1-00000000-%024x".formatted(answered.incrementAndGet());
    return rates.stamp(reply.with("X-Request-Id", id), request);
  }

  private Reply allowed(Request request) {
    try {
      return moved(request).orElseGet(() -> route(request));
    } catch (RefusedException e) {
      return e.refusal().reply(request);
    }
  }

  /// A former name answers with a relative redirect, on every address.
  private Optional<Reply> moved(Request request) {
    return formerNames.entrySet().stream()
        .filter(name -> request.path().contains("/" + name.getKey()))
        .findFirst()
        .map(name -> request.path().replace("/" + name.getKey(), "/" + name.getValue()))
        .map(location -> Reply.redirect(307, location));
  }

  private Reply route(Request request) {
    var path = request.segments();
    if (path.equals(List.of("api", "whoami-v2"))) {
      return WhoAmI.answer(gates.caller(request));
    }
    if (startsWith(path, "api", "models") && path.size() >= 4) {
      var caller = gates.caller(request);
      var repository = gates.repository(path.get(2) + "/" + path.get(3), caller);
      return models.answer(request, caller, repository, path.subList(4, path.size()));
    }
    if (startsWith(path, "api", "resolve-cache", "models") && path.size() >= 7) {
      var repository = gates.repository(path.get(3) + "/" + path.get(4), gates.caller(request));
      var file = DownloadAnswers.pathOf(path.subList(6, path.size()));
      return downloads.cached(request, repository, path.get(5), file);
    }
    if (path.size() >= 2 && !path.getFirst().equals("api")) {
      return ofRepository(request, path);
    }
    throw new RefusedException(Refusal.plain(404, "Not Found"));
  }

  private Reply ofRepository(Request request, List<String> path) {
    var caller = gates.caller(request);
    var repository = gates.repository(path.get(0) + "/" + path.get(1), caller);
    var what = path.size() > 2 ? path.get(2) : "";
    if (what.isEmpty() || what.equals("ask-access")) {
      return page.answer(request, caller, repository, what);
    }
    if (path.size() < 5 || !request.reads()) {
      throw new RefusedException(Refusal.plain(404, "Not Found"));
    }
    var revision = path.get(3);
    var file = DownloadAnswers.pathOf(path.subList(4, path.size()));
    return switch (what) {
      case "resolve" ->
          missingStated(
              () -> downloads.resolve(request, caller, repository, revision, file),
              request,
              repository);
      case "raw" -> downloads.raw(caller, repository, revision, file, request);
      default -> throw new RefusedException(Refusal.plain(404, "Not Found"));
    };
  }

  /// A missing file of a known commit names that commit too.
  private static Reply missingStated(
      Supplier<Reply> answer, Request request, PracticeRepository repository) {
    try {
      return answer.get();
    } catch (RefusedException e) {
      var reply = e.refusal().reply(request);
      return e.refusal().code().filter("EntryNotFound"::equals).isPresent()
          ? reply.with("X-Repo-Commit", repository.commit())
          : reply;
    }
  }

  private static boolean startsWith(List<String> path, String... first) {
    return path.size() >= first.length && path.subList(0, first.length).equals(List.of(first));
  }
}

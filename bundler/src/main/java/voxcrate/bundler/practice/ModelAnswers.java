package voxcrate.bundler.practice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

/// Everything under `/api/models/ORG/NAME`.
final class ModelAnswers {
  /// Expanded entries are costly to make, so the hub gives fewer of them at a time.
  private static final int EXPANDED_PAGE_ENTRIES = 50;

  private final GateKeeper gates;
  private final Faults faults;
  private final PracticeConfig config;
  private final XetOffer xet;

  ModelAnswers(GateKeeper gates, Faults faults, PracticeConfig config, XetOffer xet) {
    this.gates = gates;
    this.faults = faults;
    this.config = config;
    this.xet = xet;
  }

  /// @param rest what follows the name of the repository in the path, decoded
  Reply answer(
      Request request,
      Optional<PracticeAccount> caller,
      PracticeRepository repository,
      List<String> rest) {
    var what = rest.isEmpty() ? "" : rest.getFirst();
    return switch (what) {
      case "" -> info(request, caller, repository, "main");
      case "revision" -> info(request, caller, repository, second(rest));
      case "tree" -> tree(request, caller, repository, rest);
      case "paths-info" -> paths(request, caller, repository, second(rest));
      case "auth-check" -> authCheck(caller, repository, rest.contains("write"));
      case "refs" -> refs(repository);
      case "xet-read-token" -> xetToken(caller, repository, second(rest));
      default -> throw new RefusedException(Refusal.plain(404, "Not Found"));
    };
  }

  private static String second(List<String> rest) {
    return rest.size() > 1 ? rest.get(1) : "main";
  }

  /// Answered to everybody, gate or not: that is why it proves nothing about access.
  private Reply info(
      Request request,
      Optional<PracticeAccount> caller,
      PracticeRepository repository,
      String revision) {
    GateKeeper.revision(repository, revision);
    var listing = listing(request, caller, repository);
    boolean blobs = request.asks("blobs") || request.parameter("blobs").equals(Optional.of("1"));
    var owner = repository.name().substring(0, repository.name().indexOf('/'));
    return Reply.json(
        Json.object()
            .put("_id", repository.objectId())
            .put("id", repository.name())
            .put("modelId", repository.name())
            .put("author", owner)
            .put("sha", repository.commit())
            .put("lastModified", Listing.LAST_MODIFIED)
            .put("createdAt", Listing.LAST_MODIFIED)
            .put("private", false)
            .put("gated", gated(repository))
            .put("disabled", config.settingsOf(repository.name()).disabled())
            .put("downloads", 0)
            .put("likes", 0)
            .put("library_name", "pyannote-audio")
            .put("pipeline_tag", "automatic-speech-recognition")
            .put("tags", Json.strings(List.of("practice")))
            .put("cardData", card(repository))
            .put(
                "siblings",
                repository.files().stream()
                    .map(file -> listing.sibling(file, blobs))
                    .collect(Json.toArray()))
            .put(
                "usedStorage", repository.files().stream().mapToLong(PracticeFile::sizeBytes).sum())
            .build());
  }

  private Json gated(PracticeRepository repository) {
    return switch (gates.gateOf(repository)) {
      case NONE -> Json.of(false);
      case AUTO -> Json.of("auto");
      case MANUAL -> Json.of("manual");
    };
  }

  private Json card(PracticeRepository repository) {
    var card = Json.object();
    var prompt = config.settingsOf(repository.name()).prompt();
    if (!prompt.isEmpty()) {
      card.put("extra_gated_prompt", prompt);
      card.put("extra_gated_fields", Json.object().put("Company/university", "text").build());
    }
    return card.build();
  }

  private Reply tree(
      Request request,
      Optional<PracticeAccount> caller,
      PracticeRepository repository,
      List<String> rest) {
    GateKeeper.revision(repository, second(rest));
    var folder = String.join("/", rest.subList(Math.min(2, rest.size()), rest.size()));
    var entries = listing(request, caller, repository).below(folder, request.asks("recursive"));
    if (entries.isEmpty() && !folder.isEmpty()) {
      throw new RefusedException(Refusal.unknownEntry());
    }
    int limit = request.asks("expand") ? EXPANDED_PAGE_ENTRIES : config.pageEntries();
    int from = Math.min(request.parameter("cursor").map(this::offset).orElse(0), entries.size());
    int to = Math.min(from + Math.min(limit, config.pageEntries()), entries.size());
    var page = Reply.json(Json.of(entries.subList(from, to)));
    return to < entries.size() ? page.with("Link", nextPage(request, to, limit)) : page;
  }

  private String nextPage(Request request, int offset, int limit) {
    var origin =
        faults
            .take(Fault.ForeignNextPage.class)
            .map(fault -> fault.origin().toString())
            .orElseGet(() -> xet.endpoint().toString());
    var cursor = Base64.getUrlEncoder().encodeToString(("from:" + offset).getBytes(UTF_8));
    return "<%s%s?recursive=%s&expand=%s&limit=%d&cursor=%s>; rel=\"next\""
        .formatted(
            origin,
            request.path(),
            request.asks("recursive"),
            request.asks("expand"),
            limit,
            URLEncoder.encode(cursor, UTF_8));
  }

  private int offset(String cursor) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
      return Integer.parseUnsignedInt(text.substring("from:".length()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new RefusedException(Refusal.plain(400, "Invalid cursor"));
    }
  }

  /// Unknown paths are simply missing from the answer.
  private Reply paths(
      Request request,
      Optional<PracticeAccount> caller,
      PracticeRepository repository,
      String revision) {
    GateKeeper.revision(repository, revision);
    var listing = listing(request, caller, repository);
    return Reply.json(
        pathsIn(request).stream()
            .flatMap(path -> listing.at(path).stream())
            .collect(Json.toArray()));
  }

  /// Python sends a form, JavaScript a document.
  private static List<String> pathsIn(Request request) {
    if (!request.header("Content-Type").orElse("").contains("json")) {
      return Request.parameters(request.body()).getOrDefault("paths", List.of());
    }
    var paths = new ArrayList<String>();
    try {
      for (var path : JsonReader.readObject(request.body().getBytes(UTF_8)).array("paths")) {
        if (path instanceof Json.Str(var text)) {
          paths.add(text);
        }
      }
      return paths;
    } catch (JsonException e) {
      throw new RefusedException(Refusal.plain(400, "Invalid body"));
    }
  }

  private Listing listing(
      Request request, Optional<PracticeAccount> caller, PracticeRepository repository) {
    boolean masked = gates.verdict(repository, caller).isPresent();
    boolean expanded = request.asks("expand") || request.body().contains("\"expand\":true");
    return new Listing(repository, faults, masked, expanded);
  }

  private Reply authCheck(
      Optional<PracticeAccount> caller, PracticeRepository repository, boolean write) {
    gates.pass(repository, caller);
    if (write
        && caller.filter(account -> account.scope().role() == TokenScope.Role.WRITE).isEmpty()) {
      throw new RefusedException(Refusal.writeDenied());
    }
    return Reply.text(200, "OK");
  }

  private Reply xetToken(
      Optional<PracticeAccount> caller, PracticeRepository repository, String revision) {
    gates.pass(repository, caller);
    GateKeeper.revision(repository, revision);
    return xet.token(repository);
  }

  private static Reply refs(PracticeRepository repository) {
    var main =
        Json.object()
            .put("name", "main")
            .put("ref", "refs/heads/main")
            .put("targetCommit", repository.commit())
            .build();
    return Reply.json(
        Json.object()
            .put("tags", Json.of(List.of()))
            .put("branches", Json.of(List.of(main)))
            .put("converts", Json.of(List.of()))
            .put("pullRequests", Json.of(List.of()))
            .build());
  }
}

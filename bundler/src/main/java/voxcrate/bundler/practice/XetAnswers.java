package voxcrate.bundler.practice;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import voxcrate.bundler.practice.xet.Term;
import voxcrate.bundler.practice.xet.XetFile;
import voxcrate.json.Json;

/// The origin of the Xet storage: tells whoever has a token of it from which chunks of which xorbs
/// a file is put together. The xorbs themselves come from the content origin, without a token.
final class XetAnswers {
  private static final List<String> RECONSTRUCTIONS = List.of("v2", "reconstructions");

  private final Map<Place, XetFile> files = new HashMap<>();
  private final XetTokens tokens;
  private final Outages outages;
  private final UnaryOperator<String> contentLink;

  private record Place(String repository, String hash) {}

  /// @param contentLink makes the signed, absolute address of a path on the content origin
  XetAnswers(
      Collection<PracticeRepository> repositories,
      XetTokens tokens,
      Outages outages,
      UnaryOperator<String> contentLink) {
    for (var repository : repositories) {
      for (var file : repository.files()) {
        file.xet().ifPresent(xet -> files.put(new Place(repository.name(), xet.hash().hex()), xet));
      }
    }
    this.tokens = tokens;
    this.outages = outages;
    this.contentLink = contentLink;
  }

  Reply answer(Request request) {
    return outages.instead(request).orElseGet(() -> allowed(request));
  }

  private Reply allowed(Request request) {
    var repository = tokens.repository(request);
    if (repository.isEmpty()) {
      return Reply.text(401, "Unauthorized");
    }
    var path = request.segments();
    boolean known = path.size() == 3 && path.subList(0, 2).equals(RECONSTRUCTIONS);
    var file = known ? files.get(new Place(repository.get(), path.getLast())) : null;
    return file == null ? Reply.text(404, "Not Found") : reconstruction(request, file);
  }

  private Reply reconstruction(Request request, XetFile file) {
    var whole = Optional.of(new RangeHeader.Span(0, file.sizeBytes()));
    var span = RangeHeader.of(request).map(range -> range.within(file.sizeBytes())).orElse(whole);
    return span.isEmpty()
        ? Reply.text(416, "Range Not Satisfiable")
        : Reply.json(document(file.terms(span.get().from(), span.get().end()), span.get().from()));
  }

  private Json document(List<Term> terms, long first) {
    var xorbs = Json.object();
    terms.stream()
        .collect(
            Collectors.groupingBy(
                term -> term.xorb().hash().hex(), Collectors.toCollection(LinkedHashSet::new)))
        .forEach(
            (hash, parts) ->
                xorbs.put(hash, parts.stream().map(this::fetch).collect(Json.toArray())));
    return Json.object()
        .put("offset_into_first_range", first - terms.getFirst().from())
        .put("terms", terms.stream().map(XetAnswers::term).collect(Json.toArray()))
        .put("xorbs", xorbs.build())
        .build();
  }

  private static Json term(Term term) {
    return Json.object()
        .put("hash", term.xorb().hash().hex())
        .put("unpacked_length", term.contentBytes())
        .put("range", range(term.firstChunk(), term.endChunk()))
        .build();
  }

  private Json fetch(Term term) {
    var part =
        Json.object()
            .put("chunks", range(term.firstChunk(), term.endChunk()))
            .put("bytes", range(term.storedFrom(), term.storedLast()))
            .build();
    return Json.object()
        .put("url", contentLink.apply(ContentAnswers.pathOf(term.xorb())))
        .put("ranges", Json.of(List.of(part)))
        .build();
  }

  /// Of chunks the end is the one after the last, of bytes the last.
  private static Json range(long start, long end) {
    return Json.object().put("start", start).put("end", end).build();
  }
}

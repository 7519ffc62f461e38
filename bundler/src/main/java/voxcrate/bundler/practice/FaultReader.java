package voxcrate.bundler.practice;

import java.net.URI;
import voxcrate.json.Json;
import voxcrate.json.JsonException;

/// Reads one fault of a configuration: `{"kind": "cut", "file": "model.bin", "bytes": 100}`.
/// `times` is always when it is left out, `file` and `where` are everything.
final class FaultReader {
  private FaultReader() {}

  static Fault read(Json.Obj fault) {
    PracticeConfigReader.allow(
        fault,
        "kind",
        "file",
        "where",
        "bytes",
        "at",
        "times",
        "seconds",
        "status",
        "path",
        "count",
        "origin",
        "asDate",
        "perMille",
        "seed");
    var kind = fault.text("kind");
    return switch (kind) {
      case "cut" -> new Fault.Cut(file(fault), fault.integer("bytes"), times(fault));
      case "stall" -> new Fault.Stall(file(fault), fault.integer("bytes"), times(fault));
      case "wrong-byte" -> new Fault.WrongByte(file(fault), fault.integer("at"), times(fault));
      case "length-too-long" ->
          new Fault.LengthTooLong(file(fault), fault.integer("bytes"), times(fault));
      case "range-ignored" -> new Fault.RangeIgnored(times(fault));
      case "wrong-content-range" -> new Fault.WrongContentRange(times(fault));
      case "content-tag-changed" -> new Fault.ContentTagChanged(file(fault), times(fault));
      case "link-expired" -> new Fault.LinkExpired(times(fault));
      case "content-refuses-authorization" -> new Fault.ContentRefusesAuthorization();
      case "throttled" -> new Fault.Throttled(where(fault), number(fault, "seconds"), times(fault));
      case "unavailable" ->
          new Fault.Unavailable(where(fault), number(fault, "status"), times(fault));
      case "overloaded" ->
          new Fault.Overloaded(
              where(fault), number(fault, "seconds"), flag(fault, "asDate"), times(fault));
      case "html-error" -> new Fault.HtmlError(where(fault), number(fault, "status"), times(fault));
      case "silent-answer" -> new Fault.SilentAnswer(where(fault), times(fault));
      case "no-error-code" -> new Fault.NoErrorCode();
      case "hashes-masked" -> new Fault.HashesMasked();
      case "listed-digest-differs" -> new Fault.ListedDigestDiffers(file(fault));
      case "listed-path" -> new Fault.ListedPath(fault.text("path"));
      case "more-entries" -> new Fault.MoreEntries(number(fault, "count"));
      case "foreign-next-page" -> new Fault.ForeignNextPage(origin(fault));
      case "foreign-redirect" -> new Fault.ForeignRedirect(origin(fault));
      case "redirect-loop" -> new Fault.RedirectLoop(file(fault));
      case "random-cuts" -> new Fault.RandomCuts(perMille(fault), fault.integer("seed"));
      case "random-errors" -> new Fault.RandomErrors(perMille(fault), fault.integer("seed"));
      default -> throw new JsonException("unknown kind of fault: " + kind);
    };
  }

  private static String file(Json.Obj fault) {
    return fault.find("file").isPresent() ? fault.text("file") : "";
  }

  private static String where(Json.Obj fault) {
    return fault.find("where").isPresent() ? fault.text("where") : "";
  }

  private static int times(Json.Obj fault) {
    return fault.find("times").isPresent() ? number(fault, "times") : Fault.ALWAYS;
  }

  private static boolean flag(Json.Obj fault, String name) {
    return fault.find(name).isPresent() && fault.flag(name);
  }

  private static int perMille(Json.Obj fault) {
    int perMille = number(fault, "perMille");
    if (perMille < 0 || perMille > 1000) {
      throw new JsonException("perMille is between 0 and 1000, not " + perMille);
    }
    return perMille;
  }

  private static int number(Json.Obj fault, String name) {
    return Math.toIntExact(fault.integer(name));
  }

  private static URI origin(Json.Obj fault) {
    return URI.create(fault.text("origin"));
  }
}

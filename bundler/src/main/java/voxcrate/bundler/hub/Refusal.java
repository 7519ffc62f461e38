package voxcrate.bundler.hub;

import java.util.Locale;
import java.util.Optional;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

/// The hub says no: status, code and words as it sent them, made fit for a terminal.
///
/// @param code the header `X-Error-Code`, which may be absent
/// @param message empty where the hub gave no words, or a page for browsers in their place
/// @param requestId what the hub's staff ask for
public record Refusal(
    int status, Optional<String> code, String message, Optional<String> requestId) {
  private static final int MAX_MESSAGE_CHARACTERS = 400;

  static Refusal of(HubReply reply) {
    return new Refusal(
        reply.status(),
        reply.header("X-Error-Code"),
        plain(reply.header("X-Error-Message").orElseGet(() -> wordsOf(reply))),
        reply.header("X-Request-Id").map(Refusal::plain));
  }

  boolean has(String errorCode) {
    return code.filter(errorCode::equals).isPresent();
  }

  boolean says(String words) {
    return message.toLowerCase(Locale.ROOT).contains(words);
  }

  /// For people: the hub's words, else the bare status.
  public String words() {
    var said = message.isEmpty() ? "no words" : "\"" + message + "\"";
    return "status "
        + status
        + ", "
        + said
        + requestId.map(id -> " (request " + id + ")").orElse("");
  }

  private static String wordsOf(HubReply reply) {
    var text = reply.body().strip();
    var kind = reply.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (kind.startsWith("application/json")) {
      return errorMember(text);
    }
    return kind.startsWith("text/plain") && !text.startsWith("<") ? text : "";
  }

  private static String errorMember(String text) {
    try {
      return JsonReader.read(text) instanceof Json.Obj object && object.find("error").isPresent()
          ? object.text("error")
          : "";
    } catch (JsonException _) {
      return "";
    }
  }

  /// One line, bounded, with nothing that moves a terminal's cursor.
  private static String plain(String text) {
    var oneLine = text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
    return oneLine.length() <= MAX_MESSAGE_CHARACTERS
        ? oneLine
        : oneLine.substring(0, MAX_MESSAGE_CHARACTERS) + " …";
  }
}

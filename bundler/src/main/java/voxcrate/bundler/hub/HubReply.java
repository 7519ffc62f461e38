package voxcrate.bundler.hub;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

/// An answer of the hub, read whole.
///
/// @param headers the first value of each, under any spelling of its name
/// @param address where it came from in the end
/// @param received when, by the clock of this machine
/// @param body at most a few MiB; for pages of an error it may be cut short
record HubReply(
    int status, Map<String, String> headers, String address, Instant received, String body) {
  HubReply {
    var anyCase = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    headers = anyCase;
  }

  HubReply without(HubToken token) {
    var cleaned = new TreeMap<>(headers);
    cleaned.replaceAll((_, value) -> token.removedFrom(value));
    return new HubReply(status, cleaned, address, received, token.removedFrom(body));
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).filter(value -> !value.isBlank());
  }

  OptionalLong number(String name) {
    return header(name)
        .filter(value -> value.matches("[0-9]{1,18}"))
        .map(value -> OptionalLong.of(Long.parseLong(value)))
        .orElseGet(OptionalLong::empty);
  }

  /// @throws JsonException when it is not an object
  Json.Obj object() {
    if (json() instanceof Json.Obj object) {
      return object;
    }
    throw new JsonException("the answer is not an object");
  }

  Json json() {
    return JsonReader.read(body);
  }
}

package voxcrate.bundler.practice;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import voxcrate.json.Json;
import voxcrate.json.JsonWriter;

/// What the hub answers. The length is stated by the body, also to a HEAD request.
record Reply(int status, Map<String, String> headers, Body body) {
  Reply {
    headers = Map.copyOf(headers);
  }

  static Reply json(Json document) {
    return text(200, JsonWriter.compact(document))
        .with("Content-Type", "application/json; charset=utf-8");
  }

  static Reply text(int status, String text) {
    return new Reply(
        status, Map.of("Content-Type", "text/plain; charset=utf-8"), new Body.Text(text));
  }

  /// A redirect has a short text of its own, whose length says nothing of the target's.
  static Reply redirect(int status, String location) {
    var reason = status == 302 ? "Found" : "Temporary Redirect";
    return text(status, reason + ". Redirecting to " + location)
        .with("Location", location)
        .with("Vary", "Origin, Accept");
  }

  Reply with(String name, String value) {
    var changed = new LinkedHashMap<>(headers);
    changed.put(name, value);
    return new Reply(status, changed, body);
  }

  /// Leaves headers alone that are there already.
  Reply withDefault(String name, String value) {
    return headers.containsKey(name) ? this : with(name, value);
  }

  Reply without(String name) {
    var changed = new LinkedHashMap<>(headers);
    changed.remove(name);
    return new Reply(status, changed, body);
  }

  Reply damaged(UnaryOperator<Body> damage) {
    return new Reply(status, headers, damage.apply(body));
  }
}

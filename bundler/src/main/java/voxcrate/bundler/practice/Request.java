package voxcrate.bundler.practice;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a client asked.
///
/// @param path as it came, percent-encoded, without the query
/// @param segments the parts of the path between its slashes, decoded one by one
/// @param query decoded parameters; a name may come several times
record Request(
    String method,
    String path,
    List<String> segments,
    Map<String, List<String>> query,
    Headers headers,
    String body) {
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final String BEARER = "Bearer ";

  static Request of(HttpExchange exchange) throws IOException {
    var target = exchange.getRequestURI();
    var path = target.getRawPath();
    var body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
    return new Request(
        exchange.getRequestMethod(),
        path,
        segmentsOf(path),
        parameters(target.getRawQuery() == null ? "" : target.getRawQuery()),
        exchange.getRequestHeaders(),
        new String(body, StandardCharsets.UTF_8));
  }

  private static List<String> segmentsOf(String path) {
    // A plus sign in a path is a plus sign; in a form it is a blank.
    return Arrays.stream(path.substring(1).split("/", -1))
        .map(segment -> decoded(segment.replace("+", "%2B")))
        .toList();
  }

  /// The parameters of a query or of a form.
  static Map<String, List<String>> parameters(String text) {
    var parameters = new HashMap<String, List<String>>();
    for (var pair : text.split("&", -1)) {
      var parts = pair.split("=", 2);
      if (!parts[0].isEmpty()) {
        parameters
            .computeIfAbsent(decoded(parts[0]), _ -> new ArrayList<>())
            .add(parts.length == 2 ? decoded(parts[1]) : "");
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  boolean reads() {
    return isHead() || method.equals("GET");
  }

  Optional<String> parameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }

  /// Whether a parameter is set to what Python or JavaScript write for "true".
  boolean asks(String name) {
    return parameter(name).filter(value -> value.equalsIgnoreCase("true")).isPresent();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }

  boolean isAuthorized() {
    return headers.containsKey("Authorization");
  }

  /// What stands after `Bearer`; the whole header where it is of another kind.
  Optional<String> token() {
    return header("Authorization")
        .map(value -> value.startsWith(BEARER) ? value.substring(BEARER.length()) : value);
  }
}

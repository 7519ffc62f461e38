package voxcrate.bundler.practice;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// A client without opinions: one request, one answer, no redirect followed.
final class Wire implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final PracticeHub hub;

  Wire(PracticeHub hub) {
    this.hub = hub;
  }

  /// @param account whose token is sent; empty for none
  HttpResponse<byte[]> get(String path, String account, String... headers)
      throws IOException, InterruptedException {
    return send("GET", hub.endpoint().resolve(path), account, headers);
  }

  HttpResponse<byte[]> head(String path, String account) throws IOException, InterruptedException {
    return send("HEAD", hub.endpoint().resolve(path), account);
  }

  HttpResponse<byte[]> at(URI address, String... headers) throws IOException, InterruptedException {
    return send("GET", address, "", headers);
  }

  HttpResponse<byte[]> post(String path, String account, String kind, String body)
      throws IOException, InterruptedException {
    var request = request(hub.endpoint().resolve(path), account, "Content-Type", kind);
    return client.send(
        request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> send(String method, URI address, String account, String... headers)
      throws IOException, InterruptedException {
    var request = request(address, account, headers).method(method, BodyPublishers.noBody());
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static HttpRequest.Builder request(URI address, String account, String... headers) {
    var request = HttpRequest.newBuilder(address);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return account.isEmpty()
        ? request
        : request.header("Authorization", "Bearer " + PracticeAccount.tokenOf(account));
  }

  /// Where a redirect leads, taken from the hub's own origin where it is relative.
  URI location(HttpResponse<byte[]> reply) {
    return hub.endpoint().resolve(header(reply, "Location"));
  }

  static String header(HttpResponse<?> reply, String name) {
    return reply.headers().firstValue(name).orElse("");
  }

  static String text(HttpResponse<byte[]> reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  static Json.Obj object(HttpResponse<byte[]> reply) {
    return JsonReader.readObject(reply.body());
  }

  /// One entry of an answer that is an array.
  static Json.Obj object(HttpResponse<byte[]> reply, int index) {
    return (Json.Obj) ((Json.Arr) JsonReader.read(reply.body())).items().get(index);
  }

  @Override
  public void close() {
    client.close();
  }
}

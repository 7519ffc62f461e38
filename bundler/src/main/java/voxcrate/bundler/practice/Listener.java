package voxcrate.bundler.practice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/// One origin: listens on loopback, hands each request on and writes what comes back.
final class Listener implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LoggedRequest.Origin origin;
  private final Consumer<LoggedRequest> log;

  /// @param port 0 for any free one
  Listener(LoggedRequest.Origin origin, int port, Consumer<LoggedRequest> log) throws IOException {
    this.origin = origin;
    this.log = log;
    this.server = HttpServer.create(new InetSocketAddress(loopback(), port), 0);
    server.setExecutor(threads);
  }

  /// Named as a number: "localhost" may mean `::1`, where nobody listens.
  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void serve(Function<Request, Reply> answers) {
    server.createContext("/", exchange -> handle(exchange, answers));
    server.start();
  }

  private void handle(HttpExchange exchange, Function<Request, Reply> answers) throws IOException {
    try (exchange) {
      var request = Request.of(exchange);
      var reply = answers.apply(request);
      // Before the answer leaves, so that whoever has the answer finds the request in the log.
      log.accept(entry(request, reply.status()));
      if (!(reply.body() instanceof Body.Unsent)) {
        write(exchange, request, reply);
      }
    }
  }

  private LoggedRequest entry(Request request, int status) {
    var range = request.header("Range").orElse("");
    return new LoggedRequest(
        origin, request.method(), request.path(), range, request.isAuthorized(), status);
  }

  private static void write(HttpExchange exchange, Request request, Reply reply)
      throws IOException {
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    long bytes = reply.body().statedBytes();
    if (request.isHead() || reply.status() == 304 || bytes == 0) {
      if (reply.status() != 304) {
        exchange.getResponseHeaders().set("Content-Length", Long.toString(bytes));
      }
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(reply.status(), bytes);
    var out = exchange.getResponseBody();
    reply.body().send(out);
    out.flush();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

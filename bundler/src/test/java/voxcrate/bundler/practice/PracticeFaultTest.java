package voxcrate.bundler.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static voxcrate.bundler.practice.PracticeFolder.GATED;
import static voxcrate.bundler.practice.PracticeFolder.MODEL_BYTES;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// Each fault does what it says, as often as it says, and then the hub is well again.
final class PracticeFaultTest {
  private static final String MODEL = "/" + GATED + "/resolve/main/model.bin";
  private static final String TREE = "/api/models/" + GATED + "/tree/main?recursive=true";
  private static final URI FOREIGN = URI.create("http://hub.invalid");

  @TempDir Path folder;
  private PracticeHub hub;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    hub = PracticeHub.start(PracticeFolder.in(folder), PracticeFolder.config());
    wire = new Wire(hub);
  }

  @AfterEach
  void stop() {
    wire.close();
    hub.close();
  }

  @Test
  void cut_breaks_the_connection_after_so_many_bytes_once() throws Exception {
    hub.inject(new Fault.Cut("model.bin", 100_000, 1));

    assertThatThrownBy(this::download).isInstanceOf(IOException.class);
    assertThat(download().body()).isEqualTo(PracticeFolder.model());
  }

  @Test
  void cut_answer_holds_exactly_the_bytes_before_the_cut() throws Exception {
    hub.inject(new Fault.Cut("model.bin", 100_000, 1));

    var answer = raw(address());

    var body = Arrays.copyOfRange(answer, answer.length - 100_000, answer.length);
    assertThat(body).isEqualTo(Arrays.copyOf(PracticeFolder.model(), 100_000));
    assertThat(new String(answer, StandardCharsets.ISO_8859_1))
        .containsIgnoringCase("content-length: " + MODEL_BYTES);
  }

  @Test
  void wrong_byte_changes_one_byte_and_no_length() throws Exception {
    hub.inject(new Fault.WrongByte("model.bin", 70_000, 1));
    var expected = PracticeFolder.model();
    expected[70_000] ^= 1;

    assertThat(download().body()).isEqualTo(expected);
    assertThat(download().body()).isEqualTo(PracticeFolder.model());
  }

  @Test
  void wrong_byte_keeps_its_place_when_a_range_is_asked_for() throws Exception {
    hub.inject(new Fault.WrongByte("model.bin", 70_000, 1));

    var rest = wire.at(address(), "Range", "bytes=69990-").body();

    assertThat(rest[10]).isEqualTo((byte) (PracticeFolder.model()[70_000] ^ 1));
    assertThat(rest[11]).isEqualTo(PracticeFolder.model()[70_001]);
  }

  @Test
  void length_too_long_promises_more_than_comes() {
    hub.inject(new Fault.LengthTooLong("model.bin", 10, 1));

    assertThatThrownBy(this::download).isInstanceOf(IOException.class);
  }

  @Test
  void stall_sends_a_part_and_then_nothing() throws Exception {
    hub.inject(new Fault.Stall("model.bin", 1000, 1));

    assertThatThrownBy(() -> raw(address())).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void ignored_range_gives_the_whole_file() throws Exception {
    hub.inject(new Fault.RangeIgnored(1));

    var whole = wire.at(address(), "Range", "bytes=1000-");

    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).hasSize(MODEL_BYTES);
    assertThat(wire.at(address(), "Range", "bytes=1000-").statusCode()).isEqualTo(206);
  }

  @Test
  void wrong_content_range_is_off_by_one() throws Exception {
    hub.inject(new Fault.WrongContentRange(1));

    var part = wire.at(address(), "Range", "bytes=1000-");

    assertThat(Wire.header(part, "Content-Range")).isEqualTo("bytes 1001-300000/300001");
  }

  @Test
  void content_link_expires_once() throws Exception {
    hub.inject(new Fault.LinkExpired(1));

    assertThat(download().statusCode()).isEqualTo(403);
    assertThat(download().statusCode()).isEqualTo(200);
  }

  @Test
  void content_origin_can_refuse_a_leaked_token() throws Exception {
    hub.inject(new Fault.ContentRefusesAuthorization());

    assertThat(wire.send("GET", address(), "granted").statusCode()).isEqualTo(400);
    assertThat(wire.at(address()).statusCode()).isEqualTo(200);
  }

  @Test
  void throttling_says_how_long_to_wait() throws Exception {
    hub.inject(new Fault.Throttled("/resolve/", 7, 2));

    var first = wire.head(MODEL, "granted");

    assertThat(first.statusCode()).isEqualTo(429);
    assertThat(Wire.header(first, "RateLimit")).endsWith(";r=0;t=7");
    assertThat(Wire.header(first, "Retry-After")).isEqualTo("7");
    assertThat(wire.get(TREE, "granted").statusCode()).isEqualTo(200);
    assertThat(wire.head(MODEL, "granted").statusCode()).isEqualTo(429);
    assertThat(wire.head(MODEL, "granted").statusCode()).isEqualTo(302);
  }

  @Test
  void outage_passes() throws Exception {
    hub.inject(new Fault.Unavailable("", 503, 1));
    hub.inject(new Fault.HtmlError("", 502, 1));

    assertThat(wire.get(TREE, "granted").statusCode()).isEqualTo(503);
    var page = wire.get(TREE, "granted");
    assertThat(page.statusCode()).isEqualTo(502);
    assertThat(Wire.header(page, "Content-Type")).startsWith("text/html");
    assertThat(wire.get(TREE, "granted").statusCode()).isEqualTo(200);
  }

  @Test
  void overload_asks_to_wait_by_number_or_by_date() throws Exception {
    hub.inject(new Fault.Overloaded("/tree/", 90, false, 1));
    hub.inject(new Fault.Overloaded("/tree/", 90, true, 1));

    var first = wire.get(TREE, "granted");
    var second = wire.get(TREE, "granted");

    assertThat(first.statusCode()).isEqualTo(503);
    assertThat(Wire.header(first, "Retry-After")).isEqualTo("90");
    assertThat(second.statusCode()).isEqualTo(503);
    var until = date(Wire.header(second, "Retry-After"));
    assertThat(Duration.between(date(Wire.header(second, "Date")), until))
        .isBetween(Duration.ofSeconds(89), Duration.ofSeconds(91));
    assertThat(wire.get(TREE, "granted").statusCode()).isEqualTo(200);
  }

  private static Instant date(String text) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
  }

  @Test
  void chance_falls_the_same_way_for_the_same_seed() throws Exception {
    var faults = List.of(new Fault.RandomErrors(200, 11), new Fault.RandomCuts(200, 12));
    faults.forEach(hub::inject);
    var first = outcomes();
    hub.heal();
    faults.forEach(hub::inject);

    assertThat(outcomes()).isEqualTo(first);
    assertThat(first).contains("cut", "200", "500", "502", "503", "504");
    assertThat(first).filteredOn("cut"::equals).hasSizeBetween(10, 35);
    assertThat(first).filteredOn(outcome -> outcome.startsWith("5")).hasSizeBetween(10, 35);
  }

  /// What comes of a hundred requests, one after the other, each on a connection of its own.
  private List<String> outcomes() throws Exception {
    var outcomes = new ArrayList<String>();
    var address = hub.endpoint().resolve("/api/models/" + GATED + "/tree/main");
    for (int i = 0; i < 100; i++) {
      var answer = new String(raw(address), StandardCharsets.UTF_8);
      outcomes.add(isWhole(answer) ? answer.substring(9, 12) : "cut");
    }
    return outcomes;
  }

  private static boolean isWhole(String answer) {
    int body = answer.indexOf("\r\n\r\n") + 4;
    var length = "content-length: " + (answer.length() - body) + "\r\n";
    return body > 4 && answer.toLowerCase(Locale.ROOT).contains(length);
  }

  @Test
  void refusal_can_come_without_its_code() throws Exception {
    hub.inject(new Fault.NoErrorCode());

    var reply = wire.get("/api/models/" + GATED + "/auth-check", "rejected");

    assertThat(reply.headers().firstValue("X-Error-Code")).isEmpty();
    assertThat(Wire.header(reply, "X-Error-Message")).contains("has been rejected");
  }

  @Test
  void listing_can_hide_and_change_digests() throws Exception {
    hub.inject(new Fault.HashesMasked());
    assertThat(Wire.text(wire.get(TREE, "granted"))).contains("*".repeat(64));
    hub.heal();
    hub.inject(new Fault.ListedDigestDiffers("model.bin"));
    assertThat(Wire.text(wire.get(TREE, "granted")))
        .doesNotContain(Digest.of(PracticeFolder.model()).hex());
    hub.heal();
    assertThat(Wire.text(wire.get(TREE, "granted")))
        .contains(Digest.of(PracticeFolder.model()).hex());
  }

  @Test
  void listing_can_hold_hostile_paths_and_very_many() throws Exception {
    hub.inject(new Fault.ListedPath("../../etc/passwd\0"));
    hub.inject(new Fault.MoreEntries(990));

    var page = wire.get(TREE, "granted");

    assertThat(((Json.Arr) JsonReader.read(page.body())).items())
        .hasSize(997)
        .anySatisfy(
            entry -> assertThat(((Json.Obj) entry).text("path")).isEqualTo("../../etc/passwd\0"));
    hub.inject(new Fault.MoreEntries(4010));
    assertThat(Wire.header(wire.get(TREE, "granted"), "Link")).contains("cursor=");
  }

  @Test
  void redirects_and_pages_can_lead_to_foreign_hosts() throws Exception {
    hub.inject(new Fault.ForeignRedirect(FOREIGN));
    hub.inject(new Fault.ForeignNextPage(FOREIGN));
    hub.inject(new Fault.MoreEntries(2000));

    assertThat(wire.location(wire.head(MODEL, "granted")).getHost()).isEqualTo("hub.invalid");
    assertThat(Wire.header(wire.get(TREE, "granted"), "Link")).startsWith("<http://hub.invalid/");
  }

  @Test
  void redirect_can_lead_to_itself() throws Exception {
    hub.inject(new Fault.RedirectLoop("model.bin"));

    var redirect = wire.head(MODEL, "granted");

    assertThat(wire.location(redirect)).isEqualTo(hub.endpoint().resolve(MODEL));
  }

  @Test
  void silent_answer_ends_only_with_the_hub() throws Exception {
    hub.inject(new Fault.SilentAnswer("/auth-check", 1));

    assertThatThrownBy(() -> raw(hub.endpoint().resolve("/api/models/" + GATED + "/auth-check")))
        .isInstanceOf(SocketTimeoutException.class);
  }

  private HttpResponse<byte[]> download() throws Exception {
    return wire.at(address());
  }

  private URI address() throws Exception {
    return wire.location(wire.head(MODEL, "granted"));
  }

  /// Everything that comes on one connection until it ends, or is silent for a moment.
  private static byte[] raw(URI address) throws IOException {
    var query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    var lines =
        "GET %s%s HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n"
            .formatted(address.getRawPath(), query);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.setSoTimeout(500);
      socket.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().readAllBytes();
    }
  }
}

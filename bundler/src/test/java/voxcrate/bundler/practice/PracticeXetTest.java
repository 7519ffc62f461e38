package voxcrate.bundler.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static voxcrate.bundler.practice.PracticeFolder.GATED;
import static voxcrate.bundler.practice.PracticeFolder.MODEL_BYTES;
import static voxcrate.bundler.practice.PracticeFolder.OPEN;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.json.Json;

/// The Xet storage, request by request.
final class PracticeXetTest {
  private static final int CHUNK_BYTES = 1 << 17;
  private static final int HEADER_BYTES = 8;

  @TempDir Path folder;
  @AutoClose private PracticeHub hub;
  @AutoClose private Wire wire;
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");

  @BeforeEach
  void start() throws Exception {
    var config = PracticeFolder.config().withXet(GATED).withXet(OPEN);
    hub = PracticeHub.start(PracticeFolder.in(folder), config, 0, () -> now);
    wire = new Wire(hub);
  }

  private static String tokenPath(String repository) {
    return "/api/models/" + repository + "/xet-read-token/main";
  }

  private Json.Obj token(String repository) throws Exception {
    return Wire.object(wire.get(tokenPath(repository), "granted"));
  }

  private URI reconstruction(Json.Obj token) throws Exception {
    var model = wire.head("/" + GATED + "/resolve/main/model.bin", "granted");
    return URI.create(
        token.text("casUrl") + "/v2/reconstructions/" + Wire.header(model, "X-Xet-Hash"));
  }

  private static String[] bearing(Json.Obj token, String... headers) {
    var all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Authorization";
    all[headers.length + 1] = "Bearer " + token.text("accessToken");
    return all;
  }

  @Test
  void token_comes_in_headers_and_document_alike() throws Exception {
    var reply = wire.get(tokenPath(GATED), "granted");
    var document = Wire.object(reply);

    assertThat(Wire.header(reply, "X-Xet-Cas-Url")).isEqualTo(document.text("casUrl"));
    assertThat(Wire.header(reply, "X-Xet-Access-Token"))
        .isEqualTo(document.text("accessToken"))
        .startsWith("xet_");
    assertThat(Wire.header(reply, "X-Xet-Token-Expiration"))
        .isEqualTo(Long.toString(document.integer("exp")));
    assertThat(document.integer("exp")).isGreaterThan(now.getEpochSecond());
  }

  @ParameterizedTest
  @CsvSource({"'', 401", "terms-not-accepted, 403", "fine-grained-not-gated, 403", "expired, 401"})
  void token_is_behind_the_gate(String account, int status) throws Exception {
    assertThat(wire.get(tokenPath(GATED), account).statusCode()).isEqualTo(status);
  }

  @Test
  void repository_outside_the_storage_has_no_token() throws Exception {
    hub.close();
    hub = PracticeHub.start(folder, PracticeFolder.config());
    wire = new Wire(hub);

    assertThat(wire.get(tokenPath(OPEN), "granted").statusCode()).isEqualTo(404);
  }

  @Test
  void storage_opens_to_its_own_tokens_alone_and_for_their_time() throws Exception {
    var token = token(GATED);
    var address = reconstruction(token);

    assertThat(wire.at(address).statusCode()).isEqualTo(401);
    assertThat(wire.send("GET", address, "granted").statusCode()).isEqualTo(401);
    assertThat(wire.at(address, bearing(token(OPEN))).statusCode()).isEqualTo(200);
    assertThat(wire.at(address, bearing(token)).statusCode()).isEqualTo(200);
    now = now.plus(Duration.ofMinutes(16));
    assertThat(wire.at(address, bearing(token)).statusCode()).isEqualTo(401);
  }

  @Test
  void file_is_put_together_from_the_ranges_that_are_named() throws Exception {
    var token = token(GATED);
    var document = Wire.object(wire.at(reconstruction(token), bearing(token)));
    var term = (Json.Obj) document.array("terms").getFirst();
    var fetch = (Json.Obj) document.object("xorbs").array(term.text("hash")).getFirst();
    var range = (Json.Obj) fetch.array("ranges").getFirst();
    var bytes = range.object("bytes");

    var xorb =
        wire.at(
            URI.create(fetch.text("url")),
            "Range",
            "bytes=%d-%d".formatted(bytes.integer("start"), bytes.integer("end")));

    assertThat(document.integer("offset_into_first_range")).isZero();
    assertThat(document.array("terms")).hasSize(1);
    assertThat(term.integer("unpacked_length")).isEqualTo(MODEL_BYTES);
    assertThat(term.object("range").integer("end")).isEqualTo(3);
    assertThat(xorb.statusCode()).isEqualTo(206);
    assertThat(xorb.body()).hasSize(MODEL_BYTES + 3 * HEADER_BYTES);
    assertThat(Arrays.copyOfRange(xorb.body(), HEADER_BYTES, HEADER_BYTES + CHUNK_BYTES))
        .isEqualTo(Arrays.copyOf(PracticeFolder.model(), CHUNK_BYTES));
  }

  @Test
  void part_of_a_file_needs_the_chunks_around_it() throws Exception {
    var token = token(GATED);
    var document =
        Wire.object(wire.at(reconstruction(token), bearing(token, "Range", "bytes=131080-131090")));
    var term = (Json.Obj) document.array("terms").getFirst();

    assertThat(document.integer("offset_into_first_range")).isEqualTo(131080 - CHUNK_BYTES);
    assertThat(term.object("range").integer("start")).isEqualTo(1);
    assertThat(term.object("range").integer("end")).isEqualTo(2);
  }

  @Test
  void part_behind_the_end_is_refused() throws Exception {
    var token = token(GATED);

    var reply =
        wire.at(reconstruction(token), bearing(token, "Range", "bytes=" + MODEL_BYTES + "-"));

    assertThat(reply.statusCode()).isEqualTo(416);
  }

  @Test
  void xorb_without_a_signed_link_is_refused() throws Exception {
    var token = token(GATED);
    var document = Wire.object(wire.at(reconstruction(token), bearing(token)));
    var hash = ((Json.Obj) document.array("terms").getFirst()).text("hash");

    var reply = wire.at(hub.contentOrigin().resolve("/xorbs/default/" + hash));

    assertThat(reply.statusCode()).isEqualTo(403);
  }
}

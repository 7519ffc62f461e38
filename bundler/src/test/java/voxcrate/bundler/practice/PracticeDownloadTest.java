package voxcrate.bundler.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static voxcrate.bundler.practice.PracticeFolder.GATED;
import static voxcrate.bundler.practice.PracticeFolder.MODEL_BYTES;
import static voxcrate.bundler.practice.PracticeFolder.OPEN;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;

/// The four shapes of an answer that gives a file (6.1), the content origin and ranges (6.2, 6.3).
final class PracticeDownloadTest {
  private static final String MODEL = "/" + GATED + "/resolve/main/model.bin";

  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
  private PracticeHub hub;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    hub = PracticeHub.start(PracticeFolder.in(folder), PracticeFolder.config(), 0, now::get);
    wire = new Wire(hub);
  }

  @AfterEach
  void stop() {
    wire.close();
    hub.close();
  }

  @Test
  void small_file_of_an_open_repository_comes_by_the_cache() throws Exception {
    var commit = PracticeRepository.commitOf(folder.resolve(OPEN));
    var blob = GitObjects.blobId(folder.resolve(OPEN).resolve("config.yaml"));

    var redirect = wire.head("/" + OPEN + "/resolve/main/config.yaml", "");
    var cached = wire.at(wire.location(redirect));

    assertThat(redirect.statusCode()).isEqualTo(307);
    assertThat(Wire.header(redirect, "Location"))
        .startsWith("/api/resolve-cache/models/" + OPEN + "/" + commit + "/config.yaml?");
    assertThat(Wire.header(redirect, "X-Linked-ETag")).isEqualTo('"' + blob + '"');
    assertThat(cached.statusCode()).isEqualTo(200);
    assertThat(Wire.header(cached, "ETag")).isEqualTo('"' + blob + '"');
    assertThat(Wire.text(cached)).isEqualTo("task: practice\n");
  }

  @Test
  void file_in_xet_storage_comes_by_the_ordinary_redirect_with_an_offer() throws Exception {
    hub.close();
    hub = PracticeHub.start(folder, PracticeFolder.config().withXet(GATED));
    wire = new Wire(hub);

    var redirect = wire.head(MODEL, "granted");
    var content = wire.at(wire.location(redirect));

    var route =
        "/api/models/%s/xet-read-token/%s"
            .formatted(GATED, PracticeRepository.commitOf(folder.resolve(GATED)));
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(Wire.header(redirect, "X-Xet-Hash"))
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(Digest.of(PracticeFolder.model()).hex());
    assertThat(Wire.header(redirect, "X-Xet-Refresh-Route")).isEqualTo(route);
    assertThat(Wire.header(redirect, "Link"))
        .contains("<" + hub.endpoint() + route + ">; rel=\"xet-auth\"")
        .contains("rel=\"xet-reconstruction-info\"");
    assertThat(Wire.header(redirect, "X-Linked-Size")).isEqualTo("" + MODEL_BYTES);
    assertThat(Wire.header(redirect, "X-Linked-ETag"))
        .isEqualTo('"' + Digest.of(PracticeFolder.model()).hex() + '"');
    assertThat(content.body()).isEqualTo(PracticeFolder.model());
    assertThat(wire.head("/" + GATED + "/resolve/main/config.yaml", "granted").headers().map())
        .doesNotContainKey("x-xet-hash");
  }

  @Test
  void listing_names_xet_hashes_of_large_files_and_masks_them() throws Exception {
    hub.close();
    hub = PracticeHub.start(folder, PracticeFolder.config().withXet(GATED));
    wire = new Wire(hub);
    var hash = Wire.header(wire.head(MODEL, "granted"), "X-Xet-Hash");
    var tree = "/api/models/" + GATED + "/tree/main";

    assertThat(Wire.text(wire.get(tree, "granted"))).containsOnlyOnce("xetHash").contains(hash);
    assertThat(Wire.text(wire.get(tree, "terms-not-accepted")))
        .contains("\"xetHash\":\"" + "*".repeat(64))
        .doesNotContain(hash);
  }

  @Test
  void cache_knows_commits_of_its_own_repository_only() throws Exception {
    var other = "0".repeat(40);

    var branch = wire.get("/api/resolve-cache/models/" + OPEN + "/main/config.yaml", "");
    var foreign = wire.get("/api/resolve-cache/models/" + OPEN + "/" + other + "/config.yaml", "");

    assertThat(branch.statusCode()).isEqualTo(400);
    assertThat(foreign.statusCode()).isEqualTo(404);
  }

  @Test
  void cache_gives_nothing_of_a_gated_repository() throws Exception {
    var commit = PracticeRepository.commitOf(folder.resolve(GATED));

    var reply =
        wire.get("/api/resolve-cache/models/%s/%s/config.yaml".formatted(GATED, commit), "");

    assertThat(reply.statusCode()).isEqualTo(404);
  }

  @Test
  void small_file_of_a_gated_repository_comes_directly() throws Exception {
    var reply = wire.get("/" + GATED + "/resolve/main/config.yaml", "granted");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(Wire.text(reply)).isEqualTo("task: practice\n");
    assertThat(Wire.header(reply, "Content-Disposition"))
        .isEqualTo("inline; filename*=UTF-8''config.yaml; filename=\"config.yaml\";");
    // git's own name for these bytes, as `git hash-object` prints it
    assertThat(Wire.header(reply, "ETag"))
        .isEqualTo("\"9298ca1b6660b1c3398f4a5b972ea6c920c75ba6\"");
  }

  @Test
  void large_file_comes_from_the_other_origin_without_a_token() throws Exception {
    var redirect = wire.head(MODEL, "granted");
    var content = wire.at(wire.location(redirect));

    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(Wire.header(redirect, "X-Linked-Size")).isEqualTo("" + MODEL_BYTES);
    assertThat(Wire.header(redirect, "X-Linked-ETag"))
        .isEqualTo('"' + Digest.of(PracticeFolder.model()).hex() + '"');
    assertThat(wire.location(redirect).getPort()).isEqualTo(hub.contentOrigin().getPort());
    assertThat(hub.contentOrigin()).isNotEqualTo(hub.endpoint());
    assertThat(content.body()).isEqualTo(PracticeFolder.model());
  }

  @Test
  void redirect_states_the_length_of_its_own_text() throws Exception {
    var head = wire.head(MODEL, "granted");
    var get = wire.get(MODEL, "granted");

    assertThat(get.body().length).isBetween(1, 1000);
    assertThat(Wire.header(head, "Content-Length")).isEqualTo("" + get.body().length);
  }

  @Test
  void content_origin_names_no_sha256() throws Exception {
    var content = wire.at(wire.location(wire.head(MODEL, "granted")));

    assertThat(Wire.header(content, "ETag"))
        .matches("\"[0-9a-f]{64}\"")
        .doesNotContain(Digest.of(PracticeFolder.model()).hex());
  }

  @Test
  void content_address_expires_after_an_hour() throws Exception {
    var address = wire.location(wire.head(MODEL, "granted"));

    now.updateAndGet(time -> time.plus(Duration.ofMinutes(59)));
    var inTime = wire.at(address, "Range", "bytes=0-0").statusCode();
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
    var late = wire.at(address, "Range", "bytes=0-0").statusCode();

    assertThat(inTime).isEqualTo(206);
    assertThat(late).isEqualTo(403);
  }

  @Test
  void content_address_cannot_be_forged() throws Exception {
    var address = wire.location(wire.head(MODEL, "granted")).toString();

    var longer = wire.at(URI.create(address.replaceAll("Expires=\\d+", "Expires=99999999999")));
    var bare = wire.at(URI.create(address.replaceAll("\\?.*", "")));

    assertThat(longer.statusCode()).isEqualTo(403);
    assertThat(bare.statusCode()).isEqualTo(403);
  }

  @Test
  void ranges_are_answered_as_asked() throws Exception {
    var address = wire.location(wire.head(MODEL, "granted"));
    var model = PracticeFolder.model();

    var rest = wire.at(address, "Range", "bytes=1000-");
    var middle = wire.at(address, "Range", "bytes=10-19");
    var end = wire.at(address, "Range", "bytes=-5");
    var beyond = wire.at(address, "Range", "bytes=" + MODEL_BYTES + "-");

    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(Wire.header(rest, "Content-Range")).isEqualTo("bytes 1000-299999/300000");
    assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(model, 1000, MODEL_BYTES));
    assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(model, 10, 20));
    assertThat(end.body()).isEqualTo(Arrays.copyOfRange(model, MODEL_BYTES - 5, MODEL_BYTES));
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(Wire.header(beyond, "Content-Range")).isEqualTo("bytes */300000");
  }

  @Test
  void validators_decide_between_part_whole_and_nothing() throws Exception {
    var path = "/" + GATED + "/resolve/main/config.yaml";
    var etag = Wire.header(wire.head(path, "granted"), "ETag");

    var same = wire.get(path, "granted", "Range", "bytes=5-", "If-Range", etag);
    var changed = wire.get(path, "granted", "Range", "bytes=5-", "If-Range", "\"other\"");
    var known = wire.get(path, "granted", "If-None-Match", etag);

    assertThat(same.statusCode()).isEqualTo(206);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
  }

  @Test
  void head_sends_headers_and_not_one_byte_more() throws Exception {
    var token = PracticeAccount.tokenOf("granted");
    var lines =
        "HEAD /%s/resolve/main/config.yaml HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n"
                .formatted(GATED)
            + "Authorization: Bearer %s\r\n\r\n".formatted(token);

    var answer = new ByteArrayOutputStream();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), hub.endpoint().getPort())) {
      socket.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().transferTo(answer);
    }

    assertThat(answer.toString(StandardCharsets.US_ASCII))
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("content-length: 15\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void raw_gives_the_pointer_of_a_large_file() throws Exception {
    var reply = wire.get("/" + GATED + "/raw/main/model.bin", "granted");

    assertThat(Wire.text(reply))
        .isEqualTo(
            "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 300000\n"
                .formatted(Digest.of(PracticeFolder.model()).hex()));
  }

  @Test
  void former_name_redirects_on_the_same_origin() throws Exception {
    var moved = new RepositorySettings(Gate.NONE, "", List.of("old/name"), false, false);
    var config =
        new PracticeConfig(Map.of(OPEN, moved), PracticeAccount.examples(), 1000, List.of());
    try (var renamed = PracticeHub.start(folder, config);
        var client = new Wire(renamed)) {
      var reply = client.get("/api/models/old/name/revision/main", "");

      assertThat(reply.statusCode()).isEqualTo(307);
      assertThat(Wire.header(reply, "Location"))
          .isEqualTo("/api/models/" + OPEN + "/revision/main");
    }
  }

  @Test
  void log_tells_a_leaked_token_and_never_shows_one() throws Exception {
    var address = wire.location(wire.head(MODEL, "granted"));
    wire.at(address);
    wire.send("GET", address, "granted");

    var content =
        hub.requests().stream()
            .filter(request -> request.origin() == LoggedRequest.Origin.CONTENT)
            .toList();
    assertThat(content).extracting(LoggedRequest::authorized).containsExactly(false, true);
    assertThat(hub.requests().toString()).doesNotContain(PracticeAccount.tokenOf("granted"));
  }

  @Test
  void commit_depends_on_the_content_alone() throws Exception {
    var before = PracticeRepository.commitOf(folder.resolve(OPEN));
    Files.setLastModifiedTime(folder.resolve(OPEN).resolve("config.yaml"), FileTime.fromMillis(0));
    var touched = PracticeRepository.commitOf(folder.resolve(OPEN));
    Files.writeString(folder.resolve(OPEN).resolve("config.yaml"), "task: other\n");
    var changed = PracticeRepository.commitOf(folder.resolve(OPEN));

    assertThat(before).matches("[0-9a-f]{40}").isEqualTo(touched).isNotEqualTo(changed);
  }
}

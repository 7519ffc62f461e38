package voxcrate.bundler.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static voxcrate.bundler.practice.PracticeFolder.GATED;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// What a repository holds, as the metadata tells it (5.1 to 5.5).
final class PracticeListingTest {
  private static final String TREE =
      "/api/models/" + GATED + "/tree/main?recursive=true&expand=false";

  @TempDir Path folder;
  private PracticeHub hub;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    hub = PracticeHub.start(PracticeFolder.in(folder), PracticeFolder.config().withPageEntries(2));
    wire = new Wire(hub);
  }

  @AfterEach
  void stop() {
    wire.close();
    hub.close();
  }

  @Test
  void pages_are_linked_absolutely_and_together_hold_everything() throws Exception {
    var paths = new ArrayList<String>();
    var page = wire.get(TREE, "granted");
    int pages = 1;
    for (var next = next(page); !next.isEmpty(); next = next(page), pages++) {
      paths.addAll(pathsOf(page));
      assertThat(next).startsWith(hub.endpoint() + "/api/models/");
      page = wire.send("GET", URI.create(next), "granted");
    }
    paths.addAll(pathsOf(page));

    assertThat(pages).isEqualTo(3);
    assertThat(paths)
        .containsExactly(
            "README.md", "config.yaml", "model.bin", "parts", "parts/plda", "parts/plda/plda.npz");
  }

  @Test
  void large_file_has_sha256_and_the_pointers_git_id() throws Exception {
    var entry = Wire.object(paths("model.bin", "granted"), 0);
    var sha256 = Digest.of(PracticeFolder.model());

    assertThat(entry.object("lfs").text("oid")).isEqualTo(sha256.hex());
    assertThat(entry.object("lfs").integer("pointerSize")).isEqualTo(131);
    assertThat(entry.text("oid")).isEqualTo(GitObjects.blobId(GitObjects.pointer(sha256, 300_000)));
  }

  @Test
  void digests_are_masked_for_those_without_access() throws Exception {
    for (var account : List.of("", "terms-not-accepted", "fine-grained-not-gated")) {
      var entry = Wire.object(paths("model.bin", account), 0);

      assertThat(entry.object("lfs").text("oid")).isEqualTo("*".repeat(64));
      assertThat(entry.integer("size")).isEqualTo(300_000);
    }
  }

  @Test
  void listing_without_recursion_stops_at_folders() throws Exception {
    var parts = wire.get("/api/models/" + GATED + "/tree/main/parts", "granted");
    var deeper = wire.get("/api/models/" + GATED + "/tree/main/parts%2Fplda", "granted");
    var file = wire.get("/api/models/" + GATED + "/tree/main/config.yaml", "granted");

    assertThat(pathsOf(parts)).containsExactly("parts/plda");
    assertThat(pathsOf(deeper)).containsExactly("parts/plda/plda.npz");
    assertThat(file.statusCode()).isEqualTo(404);
  }

  @Test
  void paths_are_asked_for_by_form_and_by_document() throws Exception {
    var path = "/api/models/" + GATED + "/paths-info/main";
    var form =
        wire.post(
            path,
            "granted",
            "application/x-www-form-urlencoded",
            "paths=parts%2Fplda&paths=config.yaml&paths=missing&expand=False");
    var document =
        wire.post(
            path, "granted", "application/json", "{\"paths\":[\"model.bin\"],\"expand\":true}");

    assertThat(pathsOf(form)).containsExactly("parts/plda", "config.yaml");
    assertThat(Wire.object(document, 0).object("lastCommit").text("id"))
        .isEqualTo(PracticeRepository.commitOf(folder.resolve(GATED)));
  }

  @Test
  void information_with_blobs_calls_the_digest_sha256() throws Exception {
    var info =
        Wire.object(wire.get("/api/models/" + GATED + "/revision/main?blobs=true", "granted"));
    var model = (Json.Obj) info.array("siblings").get(2);

    assertThat(info.text("sha")).isEqualTo(PracticeRepository.commitOf(folder.resolve(GATED)));
    assertThat(model.text("rfilename")).isEqualTo("model.bin");
    assertThat(model.object("lfs").text("sha256"))
        .isEqualTo(Digest.of(PracticeFolder.model()).hex());
  }

  @Test
  void commit_branch_and_short_commit_are_revisions() throws Exception {
    var commit = PracticeRepository.commitOf(folder.resolve(GATED));
    for (var revision :
        List.of("main", "HEAD", "refs%2Fheads%2Fmain", commit, commit.substring(0, 8))) {
      var reply = wire.get("/api/models/" + GATED + "/revision/" + revision, "");

      assertThat(reply.statusCode()).as(revision).isEqualTo(200);
    }
    var unknown = wire.get("/api/models/" + GATED + "/revision/v9", "");
    assertThat(Wire.header(unknown, "X-Error-Code")).isEqualTo("RevisionNotFound");
    assertThat(Wire.object(unknown).text("error")).isEqualTo("Invalid rev id: v9");
  }

  @Test
  void every_answer_tells_the_limits_and_an_id() throws Exception {
    for (var path :
        List.of(TREE, "/api/agent-harnesses", "/" + GATED + "/resolve/main/model.bin")) {
      var reply = wire.get(path, "");

      assertThat(Wire.header(reply, "RateLimit")).matches("\"(api|resolvers)\";r=\\d+;t=300");
      assertThat(Wire.header(reply, "X-Request-Id")).startsWith("Root=1-");
    }
  }

  private HttpResponse<byte[]> paths(String path, String account) throws Exception {
    return wire.post(
        "/api/models/" + GATED + "/paths-info/main",
        account,
        "application/x-www-form-urlencoded",
        "paths=" + path);
  }

  private static List<String> pathsOf(HttpResponse<byte[]> reply) {
    return ((Json.Arr) JsonReader.read(reply.body()))
        .items().stream().map(entry -> ((Json.Obj) entry).text("path")).toList();
  }

  private static String next(HttpResponse<byte[]> reply) {
    return Wire.header(reply, "Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
  }
}

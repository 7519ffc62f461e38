package voxcrate.bundler.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.oms.ModelSignature;
import voxcrate.bundle.oms.ModelSigner;
import voxcrate.bundle.oms.SignedFolder;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCodec;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundler.convert.CommunityRepository;
import voxcrate.bundler.download.Fetcher;
import voxcrate.bundler.download.ModelCache;
import voxcrate.bundler.download.RecipeFetch;
import voxcrate.bundler.evidence.BundleEvidence;
import voxcrate.bundler.evidence.Subject;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubSettings;
import voxcrate.bundler.hub.RetryPolicy;
import voxcrate.bundler.hub.TokenSearch;
import voxcrate.bundler.lock.LockFile;
import voxcrate.bundler.pack.Assembler;
import voxcrate.bundler.pack.Programs;
import voxcrate.bundler.pack.Release;
import voxcrate.bundler.practice.PracticeHub;
import voxcrate.bundler.scene.HubClientOracle;
import voxcrate.bundler.scene.ModelSigningOracle;
import voxcrate.model.Precision;
import voxcrate.progress.ProgressListener;

/// A pipeline that holds its models, from the hub into a release.
class CommunityPipelineTest {
  private static final String NAME = "voxcrate-test/community";
  private static final SigningKey KEY = SigningKey.generate();
  private static final String ROOT = "models/torch/" + NAME + "/";

  @TempDir static Path shared;
  private static PracticeHub hub;
  private static Models online = Models.NONE;
  private static Release release = new Release(List.of(), List.of(), List.of());

  @BeforeAll
  static void build_once() throws Exception {
    CommunityRepository.write(shared.resolve("hub").resolve(NAME));
    hub = PracticeHub.start(shared.resolve("hub"));
    try (var client = client()) {
      var fetch =
          new RecipeFetch(client, new Fetcher(client, cache(), ProgressListener.SILENT), lock());
      online =
          HubModels.from(
                  fetch,
                  cache(),
                  new HubModels.Wanted(true, Precision.F32),
                  ProgressListener.SILENT)
              .gather(List.of(recipe()));
    }
    var runtime = Files.createDirectories(shared.resolve("runtime"));
    Files.writeString(runtime.resolve("release"), "JAVA_VERSION=25");
    var programs = Programs.in(SmallPrograms.in(shared.resolve("dist")));
    var work = Files.createDirectories(shared.resolve("work"));
    release =
        Assembler.assemble(programs, runtime, online.packed(), work, ModelSigner.by(List.of(KEY)));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void pipeline_travels_with_its_models_and_without_what_was_converted() {
    assertThat(release.files())
        .extracting(file -> file.path().value())
        .filteredOn(path -> path.startsWith("models/"))
        .containsExactlyInAnyOrder(
            ROOT + "model.sig",
            ROOT + "model.json",
            ROOT + "plda.f64",
            ROOT + "plda-README.md",
            ROOT + "config.yaml",
            ROOT + "README.md",
            ROOT + "segmentation/model.json",
            ROOT + "segmentation/model.onnx",
            ROOT + "embedding/model.json",
            ROOT + "embedding/model.onnx",
            ROOT + "embedding/README.md");
  }

  @Test
  void originals_travel_where_that_is_asked_for_as_the_python_client_keeps_them() throws Exception {
    var recipe = recipe();
    var models =
        HubModels.offline(
                lock(),
                cache(),
                new HubModels.Wanted(true, Precision.F32, true),
                ProgressListener.SILENT)
            .gather(List.of(recipe));
    var work = Files.createDirectories(folder().resolve("work"));
    var programs = Programs.in(SmallPrograms.in(folder().resolve("dist")));
    var assembled =
        Assembler.assemble(
            programs, shared.resolve("runtime"), models.packed(), work, ModelSigner.by(List.of()));
    var commit = models.packed().getFirst().repository().commit();
    var root = "models/hub/models--voxcrate-test--community/";

    var cache = folder();
    var target = laidOut(assembled, root, cache);

    assertThat(target.resolve("refs/main")).hasContent(commit);
    for (var file : models.packed().getFirst().repository().files()) {
      var copy = target.resolve("snapshots").resolve(commit).resolve(file.path().value());
      assertThat(copy).isRegularFile();
      assertThat(Digest.of(copy)).isEqualTo(file.sha256().orElseThrow());
    }
    assertThat(models.packed().getFirst().repository().files())
        .extracting(file -> file.path().value())
        .anyMatch(path -> path.endsWith("pytorch_model.bin"));
    assertThat(assembled.components())
        .anyMatch(component -> component.id().equals("original:" + NAME));
    HubClientOracle.installed().requireFound(cache.resolve("models/hub"), NAME, "config.yaml");
  }

  @Test
  void one_signature_covers_the_pipeline_and_its_parts() throws Exception {
    var folder = laidOut(folder());

    var signature = ModelSignature.read(Files.readAllBytes(folder.resolve("model.sig")));

    assertThat(signature.isBy(KEY.verifyingKey())).isTrue();
    assertThat(signature.statement().files().keySet())
        .extracting(RelativePath::value)
        .contains("model.json", "plda.f64", "segmentation/model.onnx", "embedding/README.md")
        .hasSize(10);
    assertThat(SignedFolder.differences(folder, signature.statement(), _ -> {})).isEmpty();
  }

  @Test
  void the_reference_tool_accepts_the_folder_as_it_is() throws Exception {
    var oracle = ModelSigningOracle.installed();
    var folder = laidOut(folder());
    var key = Files.writeString(folder.resolveSibling("key.pem"), KEY.verifyingKey().pem());

    oracle.requireAccepted(folder, key);

    Files.writeString(folder.resolve("plda.f64"), "other");
    oracle.requireRefused(folder, key);
  }

  @Test
  void what_the_reference_tool_has_signed_is_read_too() throws Exception {
    var oracle = ModelSigningOracle.installed();
    var folder = laidOut(folder());
    Files.delete(folder.resolve("model.sig"));
    var key = Files.writeString(folder.resolveSibling("private.pem"), KEY.pem(null));

    oracle.sign(folder, key);

    var signature = ModelSignature.read(Files.readAllBytes(folder.resolve("model.sig")));
    assertThat(signature.isBy(KEY.verifyingKey())).isTrue();
    assertThat(SignedFolder.differences(folder, signature.statement(), _ -> {})).isEmpty();
  }

  private static Subject subject() {
    return new Subject(
        "voxcrate-7",
        "0.1.0",
        7,
        0,
        Instant.parse("2026-11-21T00:00:00Z"),
        Optional.empty(),
        List.of(KEY.verifyingKey()),
        List.of(),
        release,
        List.of(),
        List.of());
  }

  private Path folder() throws Exception {
    return Files.createTempDirectory(shared, "laid-out");
  }

  /// The pipeline as an installer lays it out.
  private static Path laidOut(Path target) throws IOException {
    return laidOut(release, ROOT, target);
  }

  private static Path laidOut(Release release, String root, Path target) throws IOException {
    for (var file : release.files()) {
      var path = file.path().value();
      if (path.startsWith(root)) {
        var copy = target.resolve(path);
        Files.createDirectories(copy.getParent());
        try (var in = file.content().open()) {
          Files.copy(in, copy);
        }
      }
    }
    return target.resolve(root);
  }

  @Test
  void one_component_covers_all_of_it() {
    assertThat(release.components())
        .filteredOn(component -> component.id().startsWith("model:"))
        .singleElement()
        .satisfies(
            component -> {
              assertThat(component.id()).isEqualTo("model:" + NAME);
              assertThat(component.root().value() + "/").isEqualTo(ROOT);
              assertThat(component.licence()).isEqualTo("CC-BY-4.0");
            });
  }

  @Test
  void evidence_tells_how_each_part_was_proven() {
    var evidence = BundleEvidence.text(subject()).replaceAll("\\s+", " ");

    assertThat(evidence)
        .containsPattern("parity PLDA covariances within 1.0e-\\d+ of the reference \\(")
        .containsPattern("parity of " + NAME + "/segmentation log-probabilities within")
        .containsPattern("parity of " + NAME + "/embedding embeddings.* over \\d+ samples")
        .contains("CC-BY-4.0", "model.sig, OpenSSF Model Signing 1.0");
  }

  @Test
  void rebuild_without_the_hub_gives_the_same_bytes() throws Exception {
    var before = digests(online);

    var again =
        HubModels.offline(
                lock(), cache(), new HubModels.Wanted(true, Precision.F32), ProgressListener.SILENT)
            .gather(List.of(recipe()));

    assertThat(digests(again)).isEqualTo(before).hasSize(10);
  }

  private static Map<String, Digest> digests(Models models) throws IOException {
    var folder = models.packed().getFirst().converted().folder();
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .collect(Collectors.toMap(file -> folder.relativize(file).toString(), Digest::of));
    }
  }

  private static Recipe recipe() {
    var text =
        """
        {"_type": "voxcrate-recipe/1", "name": "ours", "title": "Ours",
         "repositories": [{"name": "%s", "role": "pipeline",
           "licence": "CC-BY-4.0"}]}
        """
            .formatted(NAME);
    return (Recipe) RecipeCodec.read(text.getBytes(StandardCharsets.UTF_8), shared);
  }

  private static ModelCache cache() {
    return new ModelCache(shared.resolve("models"));
  }

  private static LockFile lock() {
    return new LockFile(shared.resolve("voxcrate.lock"));
  }

  private static HubClient client() throws IOException {
    var home = Files.createDirectories(shared.resolve("home"));
    var environment = Map.of("HF_ENDPOINT", hub.endpoint().toString());
    return new HubClient(
        HubSettings.of(environment, Optional.empty(), "test"),
        TokenSearch.of(null, environment, home, home).find(),
        RetryPolicy.STANDARD,
        ProgressListener.SILENT);
  }
}

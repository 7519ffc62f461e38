package voxcrate.bundler.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.archive.VolumeLimit;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundler.build.BundleBuild.Built;
import voxcrate.bundler.download.Fetcher;
import voxcrate.bundler.download.ModelCache;
import voxcrate.bundler.download.RecipeFetch;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubSettings;
import voxcrate.bundler.hub.RetryPolicy;
import voxcrate.bundler.hub.TokenSearch;
import voxcrate.bundler.lock.LockFile;
import voxcrate.bundler.lock.LockedRepository;
import voxcrate.bundler.pack.BuildCode;
import voxcrate.bundler.pack.Programs;
import voxcrate.bundler.practice.Gate;
import voxcrate.bundler.practice.PracticeAccount;
import voxcrate.bundler.practice.PracticeConfig;
import voxcrate.bundler.practice.PracticeHub;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptorCodec;
import voxcrate.model.Precision;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// The whole build against the practice hub with the demo models: two gated, one open.
class ModelBundleTest {
  private static final String SEGMENTATION = "voxcrate-demo/segmentation";
  private static final String PIPELINE = "voxcrate-demo/speaker-diarization";
  private static final String EMBEDDING = "voxcrate-demo/wespeaker-resnet34";
  private static final String ACCOUNT = "trillian-of-the-lab";
  private static final String TOKEN = PracticeAccount.tokenOf(ACCOUNT);
  private static final Instant CREATED = Instant.parse("2026-11-21T00:00:00Z");
  private static final SigningKey KEY = SigningKey.generate();

  private static final String USER = "zaphod-the-builder";
  private static final String REAL_USER = System.getProperty("user.name");
  private static final String REAL_HOME = System.getProperty("user.home");

  @TempDir static Path shared;
  private static PracticeHub hub;
  private static Built online;

  @TempDir Path folder;

  @BeforeAll
  static void build_once() throws Exception {
    var models = Path.of(System.getProperty("voxcrate.source"), "scripts", "demo-models", "hub");
    hub =
        PracticeHub.start(
            models,
            PracticeConfig.open()
                .gate(SEGMENTATION, Gate.AUTO)
                .gate(PIPELINE, Gate.AUTO)
                .withAccounts(accounts()));
    SmallPrograms.in(shared.resolve("dist"));
    System.setProperty("user.name", USER);
    System.setProperty("user.home", "/home/" + USER);
    try (var client = client(TOKEN)) {
      var source = from(client, cache(), true);
      online = build(source, shared.resolve("out"));
    }
  }

  @AfterAll
  static void stop() {
    hub.close();
    System.setProperty("user.name", REAL_USER);
    System.setProperty("user.home", REAL_HOME);
  }

  @Test
  void every_model_of_the_recipe_travels_with_commit_licence_and_gate() {
    var models =
        online.bundle().manifest().components().stream()
            .filter(component -> component.id().startsWith("model:"))
            .toList();

    assertThat(models)
        .extracting(Component::id)
        .contains("model:" + SEGMENTATION, "model:" + EMBEDDING, "model:" + PIPELINE)
        .hasSameSizeAs(recipe().pinned());
    for (var repository : recipe().pinned()) {
      assertThat(models)
          .contains(
              new Component(
                  "model:" + repository.name(),
                  new voxcrate.bundle.RelativePath("models/torch/" + repository.name()),
                  repository.commit(),
                  repository.licence(),
                  repository.gated()));
    }
  }

  @Test
  void converted_models_travel_and_pickled_checkpoints_do_not() {
    assertThat(online.bundle().manifest().entries())
        .extracting(entry -> entry.path().value())
        .contains(
            "models/torch/" + SEGMENTATION + "/model.onnx",
            "models/torch/" + SEGMENTATION + "/model.json",
            "models/torch/" + EMBEDDING + "/model.onnx",
            "models/torch/" + PIPELINE + "/config.yaml",
            "models/torch/" + PIPELINE + "/model.json")
        .noneMatch(path -> path.endsWith(".bin"));
  }

  @Test
  void the_evidence_tells_commit_and_parity() throws Exception {
    var evidence = Files.readString(online.bundle().folder().resolve("evidence.txt"));

    for (var repository : recipe().pinned()) {
      assertThat(evidence).contains(repository.name(), repository.commit());
    }
    assertThat(evidence.replaceAll("\\s+", " "))
        .containsPattern("of the reference over \\d+ samples");
  }

  @Test
  void each_model_carries_a_signature_by_the_release_key() {
    for (var model : online.models().packed()) {
      assertThat(online.bundle().manifest().entries())
          .extracting(entry -> entry.path().value())
          .contains("models/torch/" + model.repository().name() + "/model.sig");
    }
  }

  @Test
  void the_page_for_paper_names_the_account_and_the_bundle_does_not() throws Exception {
    var page = online.accessPage().orElseThrow();

    assertThat(page.getParent()).isEqualTo(online.bundle().folder().getParent());
    assertThat(Files.readString(page))
        .contains(SEGMENTATION, PIPELINE, ACCOUNT, online.bundle().id().manifest().hex())
        .containsPattern("checked +\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z")
        .doesNotContain(EMBEDDING);
    assertNowhere(ACCOUNT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"machine", "user", "home", "folder", "hub"})
  void nothing_in_the_bundle_tells_who_built_it_and_where(String kind) throws Exception {
    assertNowhere(
        switch (kind) {
          case "machine" -> machine();
          case "user" -> USER;
          case "home" -> "/home/" + USER;
          case "folder" -> shared.toString();
          default -> hub.endpoint().getAuthority();
        });
  }

  /// Shorter names are parts of other words.
  private static String machine() throws IOException {
    var name = InetAddress.getLocalHost().getHostName();
    assumeTrue(name.length() > 5 && !name.equals("localhost"), "this machine has no telling name");
    return name;
  }

  private static List<PracticeAccount> accounts() {
    return Stream.concat(
            PracticeAccount.examples().stream(), Stream.of(PracticeAccount.named(ACCOUNT)))
        .toList();
  }

  /// Neither in a file for people nor in the payload, whose contents are not compressed.
  private static void assertNowhere(String word) throws IOException {
    try (Stream<Path> files = Files.list(online.bundle().folder())) {
      for (var file : files.toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(word))
            .as("%s in %s", word, file)
            .isFalse();
      }
    }
  }

  @Test
  void the_token_is_in_no_file_that_was_written() throws Exception {
    try (Stream<Path> files = Files.walk(shared)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(TOKEN))
            .as(file.toString())
            .isFalse();
      }
    }
  }

  @Test
  void what_was_built_is_locked() {
    assertThat(lock().read().repositories())
        .extracting(LockedRepository::name, locked -> locked.commit().hex())
        .containsExactlyInAnyOrderElementsOf(
            recipe().pinned().stream()
                .map(repository -> tuple(repository.name(), repository.commit()))
                .toList());
  }

  @Test
  void a_rebuild_without_the_hub_gives_the_same_bundle() throws Exception {
    var offline =
        HubModels.offline(
            lock(), cache(), new HubModels.Wanted(true, Precision.F32), ProgressListener.SILENT);

    var again = build(offline, folder.resolve("out"));

    assertThat(again.bundle().id()).isEqualTo(online.bundle().id());
    assertThat(digests(again)).isEqualTo(digests(online));
  }

  @Test
  void the_account_is_in_the_bundle_where_its_builder_asked_for_that() throws Exception {
    var offline =
        HubModels.offline(
            lock(), cache(), new HubModels.Wanted(true, Precision.F32), ProgressListener.SILENT);

    var named = build(offline, folder.resolve("out"), true);

    assertThat(
            Files.readString(named.bundle().folder().resolve("evidence.txt"))
                .replaceAll("\\s+", " "))
        .contains("granted to the account " + ACCOUNT + ", checked 20");
  }

  @Test
  void without_a_token_what_is_gated_is_left_out_and_told() throws Exception {
    try (var client = client(null)) {
      var source = from(client, new ModelCache(folder.resolve("models")), false);

      var models = source.gather(List.of(recipe()));

      assertThat(models.packed())
          .extracting(model -> model.repository().name())
          .contains(EMBEDDING)
          .hasSize(recipe().pinned().size() - 2);
      assertThat(models.missing())
          .extracting(repository -> repository.name())
          .containsExactlyInAnyOrder(SEGMENTATION, PIPELINE);
    }
  }

  @Test
  void a_closed_gate_stops_the_build_before_anything_is_fetched() throws Exception {
    try (var client = client(PracticeAccount.tokenOf("terms-not-accepted"))) {
      var empty = folder.resolve("models");
      var source = from(client, new ModelCache(empty), true);

      assertThatThrownBy(() -> build(source, folder.resolve("out")))
          .isInstanceOfSatisfying(
              ToolException.class,
              refused -> assertThat(refused.problem().code().exit()).isEqualTo(ExitStatus.ACCESS));
      assertThat(empty.resolve("torch")).doesNotExist();
      assertThat(folder.resolve("out")).doesNotExist();
    }
  }

  @Test
  void an_empty_cache_cannot_build_offline_and_names_what_is_missing() {
    var source =
        HubModels.offline(
            lock(),
            new ModelCache(folder),
            new HubModels.Wanted(true, Precision.F32),
            ProgressListener.SILENT);

    assertThatThrownBy(() -> source.gather(List.of(recipe())))
        .isInstanceOfSatisfying(
            ToolException.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo(BuildCode.NOT_IN_CACHE);
              assertThat(refused.problem().found()).contains(SEGMENTATION, EMBEDDING, PIPELINE);
            });
  }

  @Test
  void the_descriptor_that_travels_names_the_commit() throws Exception {
    var model = online.models().packed().getFirst();

    var descriptor =
        ModelDescriptorCodec.read(
            Files.readAllBytes(model.converted().folder().resolve(ModelDescriptor.FILE_NAME)));

    assertThat(descriptor.provenance().revision()).isEqualTo(model.repository().commit());
  }

  private static Built build(ModelSource source, Path out) throws InterruptedException {
    return build(source, out, false);
  }

  private static Built build(ModelSource source, Path out, boolean namesAccount)
      throws InterruptedException {
    var programs = Programs.in(shared.resolve("dist"));
    var jdk = Path.of(System.getProperty("java.home"));
    return new BundleBuild(source, programs, jdk, ProgressListener.SILENT, namesAccount)
        .build(
            new BuildRequest(
                List.of(recipe()),
                "0.1.0",
                7,
                CREATED,
                Validity.UNLIMITED,
                VolumeLimit.NONE,
                Signers.only(KEY),
                out));
  }

  private static Recipe recipe() {
    return RecipeCatalog.builtIn().find("demo").orElseThrow();
  }

  private static HubModels from(HubClient client, ModelCache cache, boolean withGated) {
    var fetcher = new Fetcher(client, cache, ProgressListener.SILENT);
    var fetch = new RecipeFetch(client, fetcher, lock());
    return HubModels.from(
        fetch, cache, new HubModels.Wanted(withGated, Precision.F32), ProgressListener.SILENT);
  }

  private static LockFile lock() {
    return new LockFile(shared.resolve("voxcrate.lock"));
  }

  private static ModelCache cache() {
    return new ModelCache(shared.resolve("models"));
  }

  /// @param token null for nobody
  private static HubClient client(@org.jspecify.annotations.Nullable String token)
      throws IOException {
    var home = Files.createDirectories(shared.resolve("home"));
    var environment =
        token == null
            ? Map.of("HF_ENDPOINT", hub.endpoint().toString())
            : Map.of("HF_ENDPOINT", hub.endpoint().toString(), "HF_TOKEN", token);
    return new HubClient(
        HubSettings.of(environment, Optional.empty(), "test"),
        TokenSearch.of(null, environment, home, home).find(),
        RetryPolicy.STANDARD,
        ProgressListener.SILENT);
  }

  private static Map<String, Digest> digests(Built built) {
    return built.bundle().sums();
  }
}

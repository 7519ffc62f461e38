package voxcrate.bundler.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.archive.BundleContent.InText;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;
import voxcrate.bundle.oms.ModelStatement;
import voxcrate.bundle.recipe.GitBlobId;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundler.convert.ConvertedModel;
import voxcrate.bundler.evidence.Subject.Grant;
import voxcrate.bundler.pack.BuildCode;
import voxcrate.bundler.pack.PackedModel;
import voxcrate.bundler.pack.Release;
import voxcrate.bundler.pack.ReleasedModel;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.Provenance;
import voxcrate.model.ModelDescriptor.VoiceActivity;
import voxcrate.model.Precision;
import voxcrate.problem.ToolException;

/// What a bundle tells of itself, for a release made up of small texts.
class EvidenceTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String BLOB = "89abcdef0123456789abcdef0123456789abcdef";
  private static final Digest WEIGHTS = Digest.of("weights");
  private static final Digest GRAPH = Digest.of("graph");
  private static final SigningKey KEY = SigningKey.generate();

  @Test
  void page_and_text_say_the_same() {
    var page = words(plain(BundleEvidence.page(subject())));
    var text = words(BundleEvidence.text(subject()).replaceAll("(?m)^\\W*$", ""));

    assertThat(page).containsAll(text.stream().filter(word -> !word.equals("-")).toList());
  }

  @Test
  void the_evidence_leads_from_the_hub_s_file_to_the_one_that_travels() {
    assertThat(flat(BundleEvidence.text(subject())))
        .contains(
            "commit " + COMMIT,
            "licence CC-BY-4.0",
            "model.bin",
            "sha256 " + WEIGHTS.hex() + " SHA-256 here " + WEIGHTS.hex(),
            "git " + BLOB,
            GRAPH.hex(),
            "probabilities within 1.0e-07 of the reference over 16000 samples (allowed 1.0e-04)",
            "voxcrate 0.1.0, f32",
            KEY.verifyingKey().fingerprint().grouped());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pyannote/speaker-diarization-community-1 | by pyannoteAI,",
        "pyannote/wespeaker-voxceleb-resnet34-LM | by WeSpeaker (Hongji Wang,",
        "pyannote/segmentation-3.0 | by pyannote (Hervé Bredin, CNRS)",
        "somebody/something | by somebody, https://huggingface.co/somebody/something"
      })
  void authors_are_named_with_licence_and_what_was_changed(String name, String credit) {
    var subject = subject(repository(name, "CC-BY-4.0", true));

    for (var text : List.of(BundleEvidence.text(subject), plain(BundleEvidence.page(subject)))) {
      assertThat(flat(text))
          .contains(
              "“" + name + "”",
              credit,
              "https://creativecommons.org/licenses/by/4.0/",
              "Changed: converted to ONNX by voxcrate 0.1.0.");
    }
  }

  @Test
  void a_foreign_word_is_never_markup() {
    var subject = subject(repository("a/b", "<img src=x onerror=alert(1)>&\"'", false));

    assertThat(BundleEvidence.page(subject))
        .doesNotContain("<img", "x onerror=alert(1)>&\"")
        .contains("&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;");
  }

  @Test
  void the_page_loads_nothing_runs_nothing_and_leads_nowhere() {
    assertThat(BundleEvidence.page(subject()))
        .doesNotContain("<script", "<link", "<iframe", "<a ", "@import", "url(", "<img")
        .doesNotContainPattern("\\s(src|href|action|style|on[a-z]+)\\s*=")
        .contains("default-src 'none'", "prefers-color-scheme: dark", "@media print");
  }

  @Test
  void an_account_is_named_only_where_that_was_asked_for() {
    var gated = repository("acme/gated", "MIT", true);
    var grant =
        new Grant(
            "acme/gated", "zaphod", "https://hub.example", Instant.parse("2026-11-20T08:00:00Z"));

    assertThat(flat(BundleEvidence.text(subject(gated))))
        .contains("page for paper")
        .doesNotContain("zaphod", "hub.example", "2026-11-20");
    assertThat(flat(BundleEvidence.text(subject(gated, List.of(grant)))))
        .contains("granted to the account zaphod, checked 2026-11-20T08:00:00Z")
        .doesNotContain("hub.example");
    assertThat(flat(PaperPage.of(subject(gated), Digest.of("m"), List.of(grant))))
        .contains("acme/gated", "zaphod", "2026-11-20T08:00:00Z", Digest.of("m").hex());
    assertThat(flat(PaperPage.of(subject(gated), Digest.of("m"), List.of())))
        .contains("not recorded");
  }

  @Test
  void a_key_that_cannot_sign_models_is_told() {
    var unsigned = subject(repository("a/b", "MIT", false), List.of(), false);

    assertThat(flat(BundleEvidence.text(unsigned)))
        .contains("no model.sig: that form knows ECDSA keys only");
  }

  @Test
  void every_part_is_in_the_list_for_tools_with_digest_licence_and_address() throws Exception {
    var sbom = document(Sbom.of(subject()));

    assertThat(sbom.text("bomFormat")).isEqualTo("CycloneDX");
    assertThat(sbom.text("specVersion")).isEqualTo("1.6");
    assertThat(sbom.object("metadata").text("timestamp")).isEqualTo("2026-11-21T00:00:00Z");
    var parts = new TreeMap<String, Json.Obj>();
    sbom.objects("components").forEach(part -> parts.put(part.text("bom-ref"), part));
    assertThat(parts)
        .containsOnlyKeys(
            "engine/lib/engine-0.1.0.jar",
            "engine/lib/onnxruntime-1.29.0.jar",
            "engine/lib/picocli-4.7.7.jar",
            "engine/native/libonnxruntime.so",
            "model:pyannote/speaker-diarization-community-1",
            "runtime");
    var picocli = part(parts, "engine/lib/picocli-4.7.7.jar");
    assertThat(picocli.text("purl")).isEqualTo("pkg:maven/info.picocli/picocli@4.7.7");
    assertThat(hash(picocli)).isEqualTo(Digest.of("picocli").hex());
    assertThat(picocli.objects("licenses").getFirst().object("license").text("id"))
        .isEqualTo("Apache-2.0");
    assertThat(part(parts, "runtime").text("version")).isEqualTo("25.0.3+9-LTS");
    var model = part(parts, "model:pyannote/speaker-diarization-community-1");
    assertThat(model.text("type")).isEqualTo("machine-learning-model");
    assertThat(model.text("purl"))
        .isEqualTo("pkg:huggingface/pyannote/speaker-diarization-community-1@" + COMMIT);
    assertThat(hash(model.objects("components").getFirst())).isEqualTo(GRAPH.hex());
    var ancestor = model.object("pedigree").objects("ancestors").getFirst();
    assertThat(ancestor.text("version")).isEqualTo(COMMIT);
    assertThat(hash(ancestor.objects("components").getFirst())).isEqualTo(WEIGHTS.hex());
  }

  @Test
  void the_list_has_one_serial_number_for_one_content() throws Exception {
    var serial = document(Sbom.of(subject())).text("serialNumber");

    assertThat(serial)
        .matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        .isEqualTo(document(Sbom.of(subject())).text("serialNumber"))
        .isNotEqualTo(
            document(Sbom.of(subject(repository("a/b", "MIT", false)))).text("serialNumber"));
  }

  @Test
  void references_within_the_list_are_unique_and_lead_somewhere() throws Exception {
    var sbom = document(Sbom.of(subject()));

    var references = new java.util.ArrayList<String>();
    collect(sbom, references);
    assertThat(references).doesNotHaveDuplicates().contains("voxcrate");
    for (var dependency : sbom.objects("dependencies")) {
      assertThat(references).contains(dependency.text("ref"));
      assertThat(dependency.array("dependsOn"))
          .allSatisfy(on -> assertThat(references).contains(((Json.Str) on).value()));
    }
  }

  private static void collect(Json json, List<String> references) {
    switch (json) {
      case Json.Obj object -> {
        object.find("bom-ref").ifPresent(found -> references.add(((Json.Str) found).value()));
        object.members().values().forEach(member -> collect(member, references));
      }
      case Json.Arr(var items) -> items.forEach(item -> collect(item, references));
      case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> {}
    }
  }

  @Test
  void the_reference_validator_accepts_the_list(@org.junit.jupiter.api.io.TempDir Path folder)
      throws Exception {
    var file = Files.writeString(folder.resolve("sbom.cdx.json"), Sbom.of(subject()));

    SbomOracle.installed().requireValid(file);
  }

  @Test
  void licences_come_with_the_texts_that_have_to_travel() throws Exception {
    var text = Licences.of(subject().release());

    assertThat(text)
        .contains(
            "picocli-4.7.7.jar",
            "Apache License",
            "Attribution 4.0 International",
            "Permission is hereby granted, free of charge",
            "by pyannoteAI",
            "GPL-2.0-only WITH Classpath-exception-2.0")
        .doesNotContain("NOASSERTION", "GNU LESSER GENERAL PUBLIC LICENSE")
        .doesNotContainPattern("notes\\s*\\n");
  }

  @Test
  void a_library_that_nobody_has_looked_at_does_not_travel() {
    var release =
        new Release(List.of(file("engine/lib/left-pad-1.0.jar", "?")), List.of(), List.of());

    assertThatThrownBy(() -> Licences.of(release))
        .isInstanceOfSatisfying(
            ToolException.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo(BuildCode.LICENCE_UNKNOWN);
              assertThat(refused.problem().doing()).contains("left-pad-1.0.jar");
            });
  }

  private static Json.Obj document(String text) {
    return (Json.Obj) JsonReader.read(text);
  }

  private static Json.Obj part(java.util.Map<String, Json.Obj> parts, String name) {
    return java.util.Objects.requireNonNull(parts.get(name), name);
  }

  private static String hash(Json.Obj part) {
    return part.objects("hashes").getFirst().text("content");
  }

  private static Subject subject() {
    return subject(repository("pyannote/speaker-diarization-community-1", "CC-BY-4.0", true));
  }

  private static Subject subject(RecipeRepository repository) {
    return subject(repository, List.of());
  }

  private static Subject subject(RecipeRepository repository, List<Grant> grants) {
    return subject(repository, grants, true);
  }

  private static Subject subject(RecipeRepository repository, List<Grant> grants, boolean signed) {
    var files =
        List.of(
            file("engine/lib/engine-0.1.0.jar", "engine"),
            file("engine/lib/picocli-4.7.7.jar", "picocli"),
            file("engine/lib/onnxruntime-1.29.0.jar", "onnxruntime"),
            file("engine/native/libonnxruntime.so", "native"),
            file("runtime/release", "JAVA_RUNTIME_VERSION=\"25.0.3+9-LTS\"\n"),
            file("runtime/legal/java.base/LICENSE", "legal"));
    var component =
        new Component(
            "model:" + repository.name(),
            new RelativePath("models/torch/" + repository.name()),
            COMMIT,
            repository.licence(),
            repository.gated());
    var root = new RelativePath("models/torch/" + repository.name());
    var digests = new TreeMap<RelativePath, Digest>();
    digests.put(new RelativePath("model.onnx"), GRAPH);
    var model =
        new ReleasedModel(
            new PackedModel(repository, converted(repository)),
            root,
            new ModelStatement("x", digests),
            signed);
    return new Subject(
        "voxcrate-7",
        "0.1.0",
        7,
        0,
        Instant.parse("2026-11-21T00:00:00Z"),
        Optional.empty(),
        List.of(KEY.verifyingKey()),
        List.of(),
        new Release(files, List.of(component), List.of(model)),
        List.of(),
        grants);
  }

  private static ConvertedModel converted(RecipeRepository repository) {
    var provenance =
        new Provenance(
            COMMIT,
            WEIGHTS,
            "voxcrate 0.1.0",
            repository.licence(),
            Precision.F32,
            new Parity("probabilities", 16_000, 1e-7, 1e-4));
    var speech = new VoiceActivity(new Graph("model.onnx", GRAPH), 16_000, 512, 64, 128);
    return new ConvertedModel(
        Path.of("unused"), new ModelDescriptor(repository.name(), provenance, speech), List.of());
  }

  private static RecipeRepository repository(String name, String licence, boolean gated) {
    return new RecipeRepository(
        name,
        COMMIT,
        gated,
        licence,
        Role.VAD,
        List.of(
            new RecipeFile(
                new RelativePath("model.bin"),
                OptionalLong.of(7),
                Optional.of(WEIGHTS),
                Optional.empty()),
            new RecipeFile(
                new RelativePath("config.yaml"),
                OptionalLong.of(3),
                Optional.of(Digest.of("yml")),
                Optional.of(new GitBlobId(BLOB)))));
  }

  private static ReleaseFile file(String path, String content) {
    return new ReleaseFile(new RelativePath(path), Mode.FILE, new InText(content));
  }

  private static String plain(String page) {
    return page.replaceAll("(?s)<style>.*</style>", " ")
        .replaceAll("<[^>]+>", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("[\\s(),.;:“”]+")).filter(word -> !word.isBlank()).toList();
  }

  private static String flat(String text) {
    return text.replaceAll("\\s+", " ");
  }
}

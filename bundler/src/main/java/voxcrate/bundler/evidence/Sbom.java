package voxcrate.bundler.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.cuda.CudaLibraries.CarriedPackage;
import voxcrate.bundler.evidence.SoftwareParts.Jar;
import voxcrate.bundler.pack.ReleasedModel;
import voxcrate.json.Json;
import voxcrate.json.JsonWriter;

/// `sbom.cdx.json`: the parts of a bundle for tools, in CycloneDX 1.6 (ECMA-424). Libraries, native
/// files and the runtime with their digests; models with the published ones that they were made of.
///
/// The document is a function of the bundle: its time is the bundle's, its serial number a digest
/// of everything else in it.
public final class Sbom {
  public static final String NAME = "sbom.cdx.json";

  private static final String SPECIFICATION = "1.6";
  private static final String PRODUCT = "voxcrate";
  private static final String RUNTIME_LICENCE = "GPL-2.0-only WITH Classpath-exception-2.0";

  /// SPDX identifiers that we meet; what is neither among them nor an expression is a mere name.
  private static final Set<String> IDENTIFIERS =
      Set.of(
          "Apache-2.0",
          "MIT",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "CC-BY-4.0",
          "CC-BY-SA-4.0",
          "CC-BY-NC-4.0",
          "CC-BY-NC-SA-4.0",
          "GPL-3.0-only",
          "AGPL-3.0-only",
          "LGPL-2.0-or-later",
          "LGPL-2.1-or-later",
          "MPL-2.0");

  private final Subject subject;
  private final SoftwareParts software;

  private Sbom(Subject subject) throws IOException {
    this.subject = subject;
    this.software = SoftwareParts.of(subject.release());
  }

  /// @throws voxcrate.problem.ToolException when a library's licence is not known
  public static String of(Subject subject) throws IOException {
    var sbom = new Sbom(subject);
    var content = sbom.content();
    return JsonWriter.indented(sbom.document(content, serial(content)));
  }

  /// A UUID of version 8 (RFC 9562): the first 122 bits of the digest that it has room for.
  private static String serial(Json.Obj content) {
    var hex = Digest.of(JsonWriter.compact(content).getBytes(UTF_8)).hex();
    int variant = 8 | (Character.digit(hex.charAt(16), 16) & 3);
    return "urn:uuid:%s-%s-8%s-%x%s-%s"
        .formatted(
            hex.substring(0, 8),
            hex.substring(8, 12),
            hex.substring(13, 16),
            variant,
            hex.substring(17, 20),
            hex.substring(20, 32));
  }

  private Json document(Json.Obj content, String serial) {
    var document =
        Json.object()
            .put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
            .put("bomFormat", "CycloneDX")
            .put("specVersion", SPECIFICATION)
            .put("serialNumber", serial)
            .put("version", 1);
    content.members().forEach(document::put);
    return document.build();
  }

  private Json.Obj content() throws IOException {
    var components = new ArrayList<Json.Obj>();
    for (var jar : software.jars()) {
      components.add(library(jar));
    }
    for (var file : software.natives()) {
      components.add(nativeFile(file));
    }
    subject.release().cuda().stream()
        .filter(part -> KnownLicence.of(part.licence()).isEmpty())
        .map(Sbom::cardPackage)
        .forEach(components::add);
    components.add(runtime());
    subject.release().models().forEach(model -> components.add(model(model)));
    return Json.object()
        .put("metadata", metadata())
        .put("components", Json.of(components))
        .put("dependencies", dependencies(components))
        .build();
  }

  private Json metadata() {
    var tool =
        Json.object()
            .put("type", "application")
            .put("name", "voxcrate-bundler")
            .put("version", subject.version())
            .build();
    return Json.object()
        .put("timestamp", subject.created().toString())
        .put("tools", Json.object().put("components", Json.of(List.of(tool))).build())
        .put(
            "component",
            Json.object()
                .put("type", "application")
                .put("bom-ref", PRODUCT)
                .put("name", PRODUCT)
                .put("version", subject.version())
                .put("licenses", licences("Apache-2.0"))
                .put("properties", properties(Map.of("voxcrate:bundle", subject.bundle())))
                .build())
        .build();
  }

  /// Everything is a part of the product; which library needs which is not told.
  private static Json dependencies(List<Json.Obj> components) {
    var parts = components.stream().map(component -> component.get("bom-ref")).toList();
    var product = Json.object().put("ref", PRODUCT).put("dependsOn", Json.of(parts)).build();
    return Json.of(List.of(product));
  }

  private static Json.Obj library(Jar jar) throws IOException {
    var library = jar.library();
    return Json.object()
        .put("type", library.isOwn() ? "application" : "library")
        .put("bom-ref", jar.file().path().value())
        .put("group", library.known().group())
        .put("name", library.known().artifact())
        .put("version", library.version())
        .put("hashes", hashes(digest(jar.file())))
        .put("licenses", licences(library.known().licence()))
        .put("purl", library.purl())
        .put("properties", path(jar.file().path()))
        .build();
  }

  private Json.Obj nativeFile(ReleaseFile file) throws IOException {
    var origin =
        software.jars().stream()
            .map(Jar::library)
            .filter(library -> library.known().artifact().equals("onnxruntime"))
            .findFirst();
    var component =
        Json.object()
            .put("type", "library")
            .put("bom-ref", file.path().value())
            .put("name", SoftwareParts.nameOf(file));
    origin.ifPresent(library -> component.put("version", library.version()));
    component.put("hashes", hashes(digest(file))).put("licenses", licences("MIT"));
    origin.ifPresent(library -> component.put("purl", library.purl()));
    return component.put("properties", path(file.path())).build();
  }

  /// NVIDIA's, with the libraries that are carried of it.
  private static Json.Obj cardPackage(CarriedPackage part) {
    var component =
        Json.object()
            .put("type", "library")
            .put("bom-ref", "cuda:" + part.name())
            .put("supplier", Json.object().put("name", "NVIDIA").build())
            .put("name", part.name())
            .put("version", part.version());
    part.file().ifPresent(file -> component.put("hashes", hashes(file.sha256())));
    return component
        .put("licenses", licences(part.licence()))
        .put(
            "components",
            part.libraries().stream()
                .map(library -> file("engine/cuda/" + library.name(), library.sha256()))
                .collect(Json.toArray()))
        .build();
  }

  private Json.Obj runtime() throws IOException {
    var java = software.java();
    var files = new ArrayList<Json>();
    for (var file : software.runtime()) {
      files.add(file(file.path().value(), digest(file)));
    }
    return Json.object()
        .put("type", "platform")
        .put("bom-ref", "runtime")
        .put("supplier", Json.object().put("name", java.vendor()).build())
        .put("name", "openjdk")
        .put("version", java.version())
        .put("licenses", licences(RUNTIME_LICENCE))
        .put("purl", "pkg:generic/openjdk@" + java.version().replace("+", "%2B"))
        .put("components", Json.of(files))
        .build();
  }

  private static Json.Obj model(ReleasedModel released) {
    var repository = released.repository();
    var converted = released.model().converted().descriptor().provenance();
    var root = released.root().value();
    var files =
        released.statement().files().entrySet().stream()
            .map(file -> file(root + "/" + file.getKey().value(), file.getValue()))
            .toList();
    var pedigree = Json.object();
    // What both forms were made of is told once.
    if (!released.isForCards()) {
      pedigree.put("ancestors", Json.of(List.of(ancestor(repository))));
    }
    var kind = released.isForCards() ? "model-cuda:" : "model:";
    return published(kind + repository.name(), repository)
        .put(
            "pedigree",
            pedigree.put("notes", "Converted to ONNX by " + converted.converter() + ".").build())
        .put("components", Json.of(files))
        .put("properties", path(released.root()))
        .build();
  }

  /// The model as its authors published it, with every file that was fetched.
  private static Json ancestor(RecipeRepository repository) {
    var files =
        repository.files().stream()
            .filter(file -> file.sha256().isPresent())
            .map(file -> file(repository, file))
            .toList();
    return published("published:" + repository.name(), repository)
        .put("components", Json.of(files))
        .build();
  }

  private static Json file(RecipeRepository repository, RecipeFile file) {
    return file("published:" + repository.name() + "/" + file.path(), file.sha256().orElseThrow());
  }

  private static Json.Builder published(String reference, RecipeRepository repository) {
    var name = repository.name();
    int slash = name.indexOf('/');
    var component =
        Json.object()
            .put("type", "machine-learning-model")
            .put("bom-ref", reference)
            .put("group", name.substring(0, slash))
            .put("name", name.substring(slash + 1))
            .put("version", repository.commit())
            .put("licenses", licences(repository.licence()));
    return repository.isLocal()
        ? component
        : component.put("purl", "pkg:huggingface/" + name + "@" + repository.commit());
  }

  private static Json file(String path, Digest digest) {
    return Json.object()
        .put("type", "file")
        .put("bom-ref", path)
        .put("name", path.substring(path.lastIndexOf('/') + 1))
        .put("hashes", hashes(digest))
        .build();
  }

  private static Json hashes(Digest digest) {
    return Json.of(
        List.of(Json.object().put("alg", "SHA-256").put("content", digest.hex()).build()));
  }

  private static Digest digest(ReleaseFile file) throws IOException {
    try (var in = file.content().open()) {
      return Digest.of(in);
    }
  }

  private static Json licences(String licence) {
    if (licence.contains(" ")) {
      return Json.of(List.of(Json.object().put("expression", licence).build()));
    }
    var member = IDENTIFIERS.contains(licence) ? "id" : "name";
    return Json.of(
        List.of(Json.object().put("license", Json.object().put(member, licence).build()).build()));
  }

  private static Json path(RelativePath path) {
    return properties(Map.of("voxcrate:path", path.value()));
  }

  private static Json properties(Map<String, String> properties) {
    return properties.entrySet().stream()
        .<Json>map(
            property ->
                Json.object()
                    .put("name", property.getKey())
                    .put("value", property.getValue())
                    .build())
        .collect(Json.toArray());
  }
}

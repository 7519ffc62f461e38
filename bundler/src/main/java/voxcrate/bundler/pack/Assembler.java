package voxcrate.bundler.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.archive.BundleContent;
import voxcrate.bundle.archive.BundleContent.InFile;
import voxcrate.bundle.archive.BundleContent.InText;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;
import voxcrate.bundle.oms.ModelSigner;
import voxcrate.bundle.oms.ModelStatement;

/// Gathers everything that a release holds: runtime, installer, engine, models, documents.
public final class Assembler {
  private static final String OWN_LICENCE = "Apache-2.0";
  private static final String RUNTIME_LICENCE = "GPL-2.0-only WITH Classpath-exception-2.0";
  private static final String ONNX_RUNTIME_LICENCE = "MIT";

  private final Programs programs;
  private final Path runtime;
  private final Path work;
  private final Optional<ModelSigner> signer;
  private final List<ReleaseFile> files = new ArrayList<>();
  private final List<Component> components = new ArrayList<>();
  private final List<ReleasedModel> models = new ArrayList<>();

  /// @param runtime the image that jlink made
  /// @param work folder for what has to be rewritten; must stay until the bundle is written
  private Assembler(Programs programs, Path runtime, Path work, Optional<ModelSigner> signer) {
    this.programs = programs;
    this.runtime = runtime;
    this.work = work;
    this.signer = signer;
  }

  /// @param signer of the models; without one they travel unsigned, as far as their own folders go
  /// @throws voxcrate.problem.ToolException when a native file needs a newer system than promised
  public static Release assemble(
      Programs programs,
      Path runtime,
      List<PackedModel> models,
      Path work,
      Optional<ModelSigner> signer)
      throws IOException {
    var assembler = new Assembler(programs, runtime, work, signer);
    assembler.runtime();
    assembler.installer();
    assembler.engine();
    for (var model : models) {
      assembler.model(model);
    }
    assembler.documents();
    NativeRequirements.check(assembler.files);
    return new Release(assembler.files, assembler.components, assembler.models);
  }

  private void runtime() throws IOException {
    addAll(runtime, Release.RUNTIME);
    component("runtime", Release.RUNTIME, RUNTIME_LICENCE);
  }

  private void installer() throws IOException {
    addAll(programs.folder("installer/lib"), Release.INSTALLER + "/lib");
    addAll(programs.folder("installer/bin"), Release.LAUNCHERS);
    component("installer", Release.INSTALLER, OWN_LICENCE);
  }

  private void engine() throws IOException {
    for (var jar : Programs.filesBelow(programs.folder("engine/lib"))) {
      var path = Release.ENGINE + "/lib/" + jar.getFileName();
      add(StrippedJar.isOnnxRuntime(jar) ? withoutNatives(jar) : jar, path);
    }
    addAll(programs.folder("engine/native"), Release.ENGINE + "/native");
    addAll(programs.folder("engine/selftest"), Release.ENGINE + "/selftest");
    component("engine", Release.ENGINE, OWN_LICENCE);
    component("engine-native", Release.ENGINE + "/native", ONNX_RUNTIME_LICENCE);
  }

  private Path withoutNatives(Path jar) throws IOException {
    var stripped = Files.createDirectories(work.resolve("jars")).resolve(jar.getFileName());
    StrippedJar.write(jar, StrippedJar.ONNX_RUNTIME_NATIVES, stripped);
    return stripped;
  }

  private void model(PackedModel model) throws IOException {
    var repository = model.repository();
    var root = Release.MODELS + "/" + repository.name();
    for (var file : model.files()) {
      add(model.converted().folder().resolve(file), root + "/" + PackedModel.slashed(file));
    }
    var statement = model.statement();
    signer.ifPresent(by -> sign(statement, root, by));
    models.add(new ReleasedModel(model, new RelativePath(root), statement, signer.isPresent()));
    components.add(
        new Component(
            "model:" + repository.name(),
            new RelativePath(root),
            repository.commit(),
            repository.licence(),
            repository.gated()));
    originals(model);
  }

  private void originals(PackedModel model) {
    var repository = model.repository();
    var originals = model.originals();
    if (originals.files().isEmpty()) {
      return;
    }
    var root = Originals.root(repository);
    add(new InText(repository.commit()), root + "/refs/main");
    var snapshot = root + "/snapshots/" + repository.commit();
    for (var file : originals.files()) {
      add(file.path().under(originals.folder()), snapshot + "/" + file.path());
    }
    components.add(
        new Component(
            "original:" + repository.name(),
            new RelativePath(root),
            repository.commit(),
            repository.licence(),
            repository.gated()));
  }

  private void sign(ModelStatement statement, String root, ModelSigner by) {
    var signature = new String(by.sign(statement), UTF_8);
    add(new InText(signature), root + "/" + ModelStatement.SIGNATURE_FILE);
  }

  private void documents() throws IOException {
    addAll(programs.documents(), Release.DOCS);
    component("docs", Release.DOCS, OWN_LICENCE);
  }

  private void component(String id, String root, String licence) {
    components.add(new Component(id, new RelativePath(root), null, licence, false));
  }

  private void addAll(Path folder, String root) throws IOException {
    for (var file : Programs.filesBelow(folder)) {
      add(file, root + "/" + PackedModel.slashed(folder.relativize(file)));
    }
  }

  private void add(Path file, String path) {
    add(new InFile(file), path);
  }

  private void add(BundleContent content, String path) {
    files.add(new ReleaseFile(new RelativePath(path), Release.modeOf(path), content));
  }
}

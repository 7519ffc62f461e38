package voxcrate.bundler.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.archive.BundleContent;
import voxcrate.bundle.archive.BundleContent.InFile;
import voxcrate.bundle.archive.BundleContent.InText;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;
import voxcrate.bundle.oms.ModelSigner;
import voxcrate.bundle.oms.ModelStatement;
import voxcrate.bundler.cuda.CudaLibraries;
import voxcrate.bundler.cuda.CudaLibraries.CarriedPackage;
import voxcrate.bundler.cuda.CudaLibraries.LaidFile;

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

  /// What a release is for, beside the programs.
  ///
  /// @param models for processors
  /// @param cardModels the same for graphics cards; none where no libraries for them are carried
  public record Cargo(
      List<PackedModel> models, List<PackedModel> cardModels, Optional<CudaLibraries> cuda) {
    public Cargo {
      models = List.copyOf(models);
      cardModels = List.copyOf(cardModels);
    }
  }

  /// What an installer needs to start, and nothing else.
  public static Release bootstrap(Programs programs, Path runtime, Path work) throws IOException {
    var assembler = new Assembler(programs, runtime, work, Optional.empty());
    assembler.runtime();
    assembler.installer();
    NativeRequirements.check(assembler.files);
    return new Release(assembler.files, assembler.components, List.of());
  }

  /// For processors alone.
  public static Release assemble(
      Programs programs,
      Path runtime,
      List<PackedModel> models,
      Path work,
      Optional<ModelSigner> signer)
      throws IOException {
    return assemble(
        programs, runtime, new Cargo(models, List.of(), Optional.empty()), work, signer);
  }

  /// @param signer of the models; without one they travel unsigned, as far as their own folders go
  /// @throws voxcrate.problem.ToolException when a native file needs a newer system than promised,
  ///     or something that does not travel
  public static Release assemble(
      Programs programs, Path runtime, Cargo cargo, Path work, Optional<ModelSigner> signer)
      throws IOException {
    var assembler = new Assembler(programs, runtime, work, signer);
    assembler.runtime();
    assembler.installer();
    assembler.engine(cargo.cuda());
    if (cargo.cuda().isPresent()) {
      assembler.cuda(cargo.cuda().get());
    }
    for (var model : cargo.models()) {
      assembler.model(model);
    }
    for (var model : cargo.cardModels()) {
      assembler.cardModel(model);
    }
    assembler.documents();
    NativeRequirements.check(assembler.files);
    return new Release(
        assembler.files,
        assembler.components,
        assembler.models,
        cargo.cuda().map(CudaLibraries::packages).orElse(List.of()));
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

  private void engine(Optional<CudaLibraries> cuda) throws IOException {
    for (var jar : Programs.filesBelow(programs.folder("engine/lib"))) {
      var path = Release.ENGINE + "/lib/" + jar.getFileName();
      add(StrippedJar.isOnnxRuntime(jar) ? withoutNatives(jar) : jar, path);
    }
    if (cuda.isEmpty()) {
      addAll(programs.folder("engine/native"), Release.NATIVE);
    }
    addAll(programs.folder("engine/selftest"), Release.ENGINE + "/selftest");
    component("engine", Release.ENGINE, OWN_LICENCE);
    component("engine-native", Release.NATIVE, ONNX_RUNTIME_LICENCE);
  }

  /// The runtime that is built for cards computes on processors too, so it is the only one there.
  private void cuda(CudaLibraries cuda) {
    cuda.runtime().forEach(library -> add(library.file(), Release.NATIVE + "/" + library.name()));
    cuda.nvidia().forEach(library -> add(library.file(), Release.CUDA + "/" + library.name()));
    add(new InText(loadOrder(cuda)), Release.CUDA + "/" + Release.LOAD_ORDER);
    var licences =
        cuda.packages().stream().skip(1).map(CarriedPackage::licence).distinct().sorted().toList();
    component("cuda", Release.CUDA, String.join(" AND ", licences));
  }

  private static String loadOrder(CudaLibraries cuda) {
    var set =
        LibrarySet.of(
            Stream.concat(cuda.runtime().stream(), cuda.nvidia().stream())
                .map(LaidFile::file)
                .toList());
    set.requireComplete();
    var names = cuda.nvidia().stream().map(LaidFile::name).toList();
    set.requireNamed(names);
    return String.join("\n", set.inOrder(names)) + "\n";
  }

  private Path withoutNatives(Path jar) throws IOException {
    var stripped = Files.createDirectories(work.resolve("jars")).resolve(jar.getFileName());
    StrippedJar.write(jar, StrippedJar.ONNX_RUNTIME_NATIVES, stripped);
    return stripped;
  }

  private void model(PackedModel model) throws IOException {
    model(model, "model:", Release.MODELS);
    originals(model);
  }

  private void cardModel(PackedModel model) throws IOException {
    model(model, "model-cuda:", Release.CARD_MODELS);
  }

  private void model(PackedModel model, String kind, String place) throws IOException {
    var repository = model.repository();
    var root = place + "/" + repository.name();
    for (var file : model.files()) {
      add(model.converted().folder().resolve(file), root + "/" + PackedModel.slashed(file));
    }
    var statement = model.statement();
    signer.ifPresent(by -> sign(statement, root, by));
    models.add(new ReleasedModel(model, new RelativePath(root), statement, signer.isPresent()));
    components.add(
        new Component(
            kind + repository.name(),
            new RelativePath(root),
            repository.commit(),
            repository.licence(),
            repository.gated()));
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

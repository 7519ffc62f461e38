package voxcrate.bundler.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import voxcrate.bundler.cuda.CudaLibraries.CarriedPackage;
import voxcrate.bundler.cuda.CudaLibraries.LaidFile;
import voxcrate.bundler.hub.PublicContent;
import voxcrate.bundler.hub.RetryPolicy;
import voxcrate.bundler.lock.LockFile;
import voxcrate.files.Durable;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Brings the libraries for graphics cards: each package is verified as a whole before anything in
/// it is looked at, then its libraries are laid out in the cache until the bundle is written.
public final class CudaSupply implements AutoCloseable {
  private static final String TASK = "CUDA libraries";
  private static final String LIBRARY_FOLDER = "lib";

  private final CudaComponent component;
  private final CudaSource source;
  private final MavenPlace maven;
  private final LockFile lock;
  private final Path cache;
  private final PinnedStore store;
  private final ProgressListener progress;
  private @Nullable Path laid;

  /// @param web empty to take only what is on this machine
  /// @param lock what pins the files of a folder
  public CudaSupply(
      CudaComponent component,
      CudaSource source,
      MavenPlace maven,
      LockFile lock,
      Path cache,
      Optional<PublicContent> web,
      ProgressListener progress) {
    this.component = component;
    this.source = source;
    this.maven = maven;
    this.lock = lock;
    this.cache = cache;
    this.store = new PinnedStore(cache, web, RetryPolicy.STANDARD, progress);
    this.progress = progress;
  }

  /// What is carried, in files that stay until this is closed.
  ///
  /// @param cudnn whether some model needs cuDNN
  /// @throws ToolException where something is missing or not what is pinned
  public CudaLibraries gather(boolean cudnn) throws IOException, InterruptedException {
    var folder = folder();
    var packages = new ArrayList<CarriedPackage>();
    var runtime = runtime(folder.resolve("runtime"));
    packages.add(runtime);
    if (source instanceof CudaSource.Installed(var installed)) {
      packages.addAll(
          new InstalledLibraries(installed, lock)
              .take(component.packages(cudnn), folder.resolve("nvidia")));
    } else {
      for (var part : component.packages(cudnn)) {
        packages.add(unpacked(part, folder.resolve("nvidia")));
      }
    }
    return new CudaLibraries(
        laid(runtime, folder.resolve("runtime")),
        packages.stream()
            .skip(1)
            .flatMap(part -> laid(part, folder.resolve("nvidia")).stream())
            .toList(),
        packages);
  }

  private Path folder() throws IOException {
    var components = Files.createDirectories(cache.resolve("components"));
    laid = Files.createTempDirectory(components, "laid-");
    return laid;
  }

  private static List<LaidFile> laid(CarriedPackage part, Path folder) {
    return part.libraries().stream()
        .map(library -> new LaidFile(library.name(), folder.resolve(library.name())))
        .toList();
  }

  private CarriedPackage runtime(Path target) throws IOException, InterruptedException {
    var runtime = component.runtime();
    var jar = runtimeJar();
    progress.note(TASK, "unpacking " + runtime.jar().name());
    var folder = runtime.folder();
    var unpacked =
        PackageContents.of(
            jar, folder.substring(folder.lastIndexOf('/') + 1), runtime.libraries(), target);
    var names = runtime.coordinates().split(":", -1);
    return new CarriedPackage(
        names[1],
        names[2],
        runtime.licence(),
        "Maven, " + runtime.coordinates(),
        Optional.of(runtime.jar()),
        unpacked.libraries(),
        Optional.empty());
  }

  private Path runtimeJar() throws IOException, InterruptedException {
    var jar = component.runtime().jar();
    return switch (maven) {
      case MavenPlace.Folder(var root) when Files.isRegularFile(root.resolve(jar.path())) ->
          store.held(root.resolve(jar.path()), jar, brought());
      case MavenPlace.Folder(var root) -> throw noJar(root);
      case MavenPlace.Repository(var address) ->
          store.bring(jar, () -> address.resolve(jar.path()));
    };
  }

  private CarriedPackage unpacked(CudaPackage part, Path target)
      throws IOException, InterruptedException {
    var file = verified(part);
    progress.note(TASK, "unpacking " + file.getFileName());
    var unpacked = PackageContents.of(file, LIBRARY_FOLDER, part.libraries(), target);
    return new CarriedPackage(
        part.name(),
        part.version(),
        part.licence(),
        source.words(),
        Optional.of(pinned(part)),
        unpacked.libraries(),
        unpacked.terms());
  }

  private PinnedFile pinned(CudaPackage part) {
    return source instanceof CudaSource.Archives ? part.archive() : part.wheel();
  }

  private Path verified(CudaPackage part) throws IOException, InterruptedException {
    return switch (source) {
      case CudaSource.Archives(var address) ->
          store.bring(part.archive(), () -> address.resolve(part.archive().path()));
      case CudaSource.WheelFolder(var folder) -> wheelIn(folder, part);
      case CudaSource.WheelIndex(var index) ->
          store.bring(
              part.wheel(), () -> WheelIndexPage.find(store.web().orElseThrow(), index, part));
      case CudaSource.Installed _ -> throw new IllegalStateException("a folder has no packages");
    };
  }

  /// Until the bundle is written.
  private Path brought() {
    return java.util.Objects.requireNonNull(laid).resolve("brought");
  }

  private Path wheelIn(Path folder, CudaPackage part) throws IOException {
    var wheel = folder.resolve(part.wheel().name());
    if (!Files.isRegularFile(wheel)) {
      throw new ToolException(
          Problem.of(
              CudaCode.NOT_FOUND,
              "A wheel of the CUDA libraries is missing",
              "looking in " + folder,
              "no " + part.wheel().name(),
              "bring it: pip download --no-deps %s==%s -d DIR"
                  .formatted(part.project(), part.version()),
              "on another machine than x86-64 Linux add --platform manylinux_2_27_x86_64"
                  + " --only-binary=:all:"));
    }
    return store.held(wheel, part.wheel(), brought());
  }

  private ToolException noJar(Path root) {
    var runtime = component.runtime();
    return new ToolException(
        Problem.of(
            CudaCode.NOT_FOUND,
            "The inference runtime for graphics cards is missing",
            "looking in the Maven repository " + root,
            "no " + runtime.jar().path(),
            "bring it: mvn org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get"
                + " -Dtransitive=false -Dartifact="
                + runtime.coordinates(),
            "or name a repository, folder or address: --maven-repository PLACE"));
  }

  /// What is still to be downloaded of `packages`; nothing for what lies in folders.
  public long missingBytes(boolean cudnn) {
    long packages =
        switch (source) {
          case CudaSource.Archives _, CudaSource.WheelIndex _ ->
              component.packages(cudnn).stream()
                  .mapToLong(part -> store.missingBytes(pinned(part)))
                  .sum();
          case CudaSource.WheelFolder _, CudaSource.Installed _ -> 0;
        };
    return maven instanceof MavenPlace.Repository
        ? packages + store.missingBytes(component.runtime().jar())
        : packages;
  }

  @Override
  public void close() throws IOException {
    if (laid != null) {
      Durable.deleteTree(laid);
      laid = null;
    }
  }
}

package voxcrate.bundler.cuda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundler.cuda.CudaLibraries.CarriedLibrary;
import voxcrate.bundler.cuda.CudaLibraries.CarriedPackage;
import voxcrate.bundler.lock.LockFile;
import voxcrate.files.Durable;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Libraries out of a CUDA folder of this machine. Nobody has published their digests, so the first
/// build writes them into the lock file, and later ones hold to that.
final class InstalledLibraries {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int MAX_TERMS_BYTES = 1 << 20;

  /// As toolkits, distributions and archives lay them out.
  private static final List<String> PLACES =
      List.of("lib64", "lib", "targets/x86_64-linux/lib", "lib/x86_64-linux-gnu", ".");

  private static final List<String> TERMS = List.of("EULA.txt", "LICENSE", "LICENSE.txt");

  private final Path folder;
  private final LockFile lock;

  InstalledLibraries(Path folder, LockFile lock) {
    this.folder = folder;
    this.lock = lock;
  }

  List<CarriedPackage> take(List<CudaPackage> packages, Path target) throws IOException {
    Files.createDirectories(target);
    var terms = terms();
    var taken = new ArrayList<CarriedPackage>();
    for (var part : packages) {
      var libraries = new ArrayList<CarriedLibrary>();
      for (var library : part.libraries()) {
        libraries.add(copied(library, place(library), target));
      }
      taken.add(
          new CarriedPackage(
              part.name(),
              "as installed",
              part.licence(),
              new CudaSource.Installed(folder).words(),
              Optional.empty(),
              libraries,
              terms));
    }
    hold(taken);
    return taken;
  }

  /// Links are followed: a toolkit's `libcudart.so.12` is one.
  private Path place(String library) {
    for (var place : PLACES) {
      var file = folder.resolve(place).resolve(library);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new ToolException(
        Problem.of(
            CudaCode.NOT_FOUND,
            "A library is missing from the CUDA folder",
            "looking for " + library + " in " + folder + " and its " + PLACES.getFirst() + ", lib",
            "no such file",
            "name the folder that holds CUDA 12 and cuDNN 9 together: --cuda-folder DIR",
            "or take them as NVIDIA publishes them: leave --cuda-folder out"));
  }

  private static CarriedLibrary copied(String library, Path file, Path target) throws IOException {
    var hash = Digest.newHash();
    long size = 0;
    try (var in = Files.newInputStream(file);
        var out =
            FileChannel.open(
                target.resolve(library), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        hash.update(buffer, 0, read);
        Durable.writeFully(out, ByteBuffer.wrap(buffer, 0, read));
        size += read;
      }
    }
    return new CarriedLibrary(library, size, Digest.of(hash));
  }

  private void hold(List<CarriedPackage> taken) {
    var locked = lock.read();
    var fresh = new ArrayList<RecipeFile>();
    for (var library : taken.stream().flatMap(part -> part.libraries().stream()).toList()) {
      var path = new RelativePath(library.name());
      locked.libraries().stream()
          .filter(known -> known.path().equals(path))
          .findFirst()
          .ifPresentOrElse(
              known -> requireSame(known, library),
              () ->
                  fresh.add(
                      new RecipeFile(
                          path,
                          OptionalLong.of(library.sizeBytes()),
                          Optional.of(library.sha256()),
                          Optional.empty())));
    }
    if (!fresh.isEmpty()) {
      lock.write(locked.holding(fresh));
    }
  }

  private void requireSame(RecipeFile known, CarriedLibrary library) {
    if (!known.sha256().equals(Optional.of(library.sha256()))) {
      throw new ToolException(
          Problem.of(
                  CudaCode.CONTENT_DIFFERS,
                  "A library of the CUDA folder is not the one of the build before",
                  "holding " + library.name() + " of " + folder + " to the lock file",
                  library.sizeBytes() + " bytes, " + library.sha256(),
                  "where CUDA was updated on purpose: take its entries out of 'libraries' in the"
                      + " lock file",
                  "otherwise use the folder that the lock file belongs to")
              .expecting(String.valueOf(known.sha256().orElse(null))));
    }
  }

  private Optional<String> terms() throws IOException {
    for (var name : TERMS) {
      var file = folder.resolve(name);
      if (Files.isRegularFile(file) && Files.size(file) <= MAX_TERMS_BYTES) {
        return Optional.of(
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\r\n", "\n"));
      }
    }
    return Optional.empty();
  }
}

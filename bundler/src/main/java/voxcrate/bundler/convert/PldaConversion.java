package voxcrate.bundler.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.arch.PldaExporter;
import voxcrate.bundler.convert.checkpoint.PldaFiles;
import voxcrate.bundler.convert.parity.PldaParity;
import voxcrate.files.Durable;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.Plda;

/// The PLDA that a pipeline's repository holds in a folder, to one file of plain numbers.
final class PldaConversion {
  private static final String FILE = "plda.f64";

  /// What the folder says of origin and licence goes along, under a name of its own.
  private static final String README = "README.md";

  private static final String README_COPY = "plda-README.md";

  private final Path folder;
  private final PldaFiles original;
  private final byte[] converted;

  /// @throws voxcrate.problem.ToolException when the folder holds none, or it is refused
  PldaConversion(Path folder) {
    this.folder = folder;
    this.original = PldaFiles.read(folder);
    this.converted = new PldaExporter(original).export();
  }

  /// What it is made of.
  List<Path> sources() {
    return original.files();
  }

  Plda describe() {
    return new Plda(FILE, Digest.of(converted), original.inputDimension(), original.dimension());
  }

  /// @throws voxcrate.problem.ToolException when it is not what the original defines
  Parity compare(String name) {
    return new PldaParity(original).check(converted, name);
  }

  void write(Path outDir) throws IOException {
    Files.createDirectories(outDir);
    Durable.write(outDir.resolve(FILE), converted, "rw-r--r--");
    if (Files.isRegularFile(folder.resolve(README))) {
      Files.copy(
          folder.resolve(README), outDir.resolve(README_COPY), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}

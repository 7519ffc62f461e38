package voxcrate.bundler.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;
import voxcrate.bundle.Digest;
import voxcrate.bundler.cuda.CudaLibraries.CarriedLibrary;
import voxcrate.files.Durable;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Takes libraries and the licence out of a package that has been verified. Only what is wanted is
/// written, under the name it is loaded by; names inside the package never become paths.
final class PackageContents {
  /// Above what `xz -9` asks for, and far below what a forged header can.
  private static final int XZ_MEMORY_KIBIBYTES = 256 << 10;

  private static final int BUFFER_BYTES = 1 << 18;
  private static final int MAX_TERMS_BYTES = 1 << 20;
  private static final Pattern TERMS = Pattern.compile("(?i)(licen[cs]e|eula)(\\.txt)?");

  private final String name;
  private final String folder;
  private final List<String> wanted;
  private final Path target;
  private final Map<String, CarriedLibrary> found = new HashMap<>();
  private @Nullable String terms;

  private PackageContents(String name, String folder, List<String> wanted, Path target) {
    this.name = name;
    this.folder = folder;
    this.wanted = wanted;
    this.target = target;
  }

  /// @param libraries in the order in which they were wanted
  record Unpacked(List<CarriedLibrary> libraries, Optional<String> terms) {}

  /// @param folder the last part of the folder, inside the package, that holds the libraries
  /// @throws ToolException where one is missing, or the package cannot be read
  static Unpacked of(Path archive, String folder, List<String> wanted, Path target)
      throws IOException {
    var name = String.valueOf(archive.getFileName());
    var contents = new PackageContents(name, folder, wanted, target);
    Files.createDirectories(target);
    if (name.endsWith(".tar.xz")) {
      contents.tar(archive);
    } else {
      contents.zip(archive);
    }
    return contents.unpacked();
  }

  private void tar(Path archive) throws IOException {
    try (var in =
        new TarArchiveInputStream(
            new XZInputStream(
                new BufferedInputStream(Files.newInputStream(archive), BUFFER_BYTES),
                XZ_MEMORY_KIBIBYTES),
            UTF_8.name())) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
          member(entry.getName(), in);
        }
      }
    } catch (org.tukaani.xz.XZIOException e) {
      throw damaged(e);
    }
  }

  private void zip(Path archive) throws IOException {
    try (var zip = new ZipFile(archive.toFile())) {
      for (var entry : java.util.Collections.list(zip.entries())) {
        if (!entry.isDirectory()) {
          try (var in = zip.getInputStream(entry)) {
            member(entry.getName(), in);
          }
        }
      }
    } catch (java.util.zip.ZipException e) {
      throw damaged(e);
    }
  }

  private void member(String path, InputStream content) throws IOException {
    int slash = path.lastIndexOf('/');
    var file = path.substring(slash + 1);
    var parent = slash < 0 ? "" : path.substring(path.lastIndexOf('/', slash - 1) + 1, slash);
    var library = parent.equals(folder) ? library(file) : Optional.<String>empty();
    if (library.isPresent()) {
      take(library.get(), content);
    } else if (TERMS.matcher(file.toLowerCase(Locale.ROOT)).matches() && terms == null) {
      terms = text(content);
    }
  }

  /// `libcudart.so.12` is `libcudart.so.12.9.79` in an archive, beside a link of the short name.
  private Optional<String> library(String file) {
    return wanted.stream()
        .filter(
            known ->
                file.equals(known)
                    || (file.startsWith(known)
                        && file.substring(known.length()).matches("(\\.[0-9]{1,6}){1,4}")))
        .findFirst();
  }

  private void take(String library, InputStream content) throws IOException {
    var hash = Digest.newHash();
    long size = 0;
    try (var out =
        FileChannel.open(
            target.resolve(library), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var buffer = new byte[BUFFER_BYTES];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        hash.update(buffer, 0, read);
        Durable.writeFully(out, ByteBuffer.wrap(buffer, 0, read));
        size += read;
      }
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw damaged(new IOException("it holds " + library + " twice", e));
    }
    found.put(library, new CarriedLibrary(library, size, Digest.of(hash)));
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readNBytes(MAX_TERMS_BYTES), UTF_8).replace("\r\n", "\n");
  }

  private Unpacked unpacked() {
    for (var library : wanted) {
      if (!found.containsKey(library)) {
        throw damaged(new IOException("no " + library + " in a folder " + folder));
      }
    }
    return new Unpacked(wanted.stream().map(found::get).toList(), Optional.ofNullable(terms));
  }

  private ToolException damaged(IOException failure) {
    return new ToolException(
        Problem.of(
            CudaCode.ARCHIVE_DAMAGED,
            "A package of the CUDA libraries cannot be unpacked",
            "taking the libraries out of " + name,
            String.valueOf(failure.getMessage()),
            "take the packages that this version knows: leave --cuda-component out",
            "where the package is of your own description: correct it, docs/cuda.md"),
        failure);
  }
}

package voxcrate.bundler.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;
import voxcrate.bundle.Digest;
import voxcrate.json.Json;
import voxcrate.json.JsonWriter;

/// Packages as NVIDIA and Maven publish them, in small: libraries of some hundred bytes that need
/// each other as the real ones do, in archives, wheels, a CUDA folder and a Maven repository, and
/// the description that pins them.
public final class CudaShelf {
  private static final String JAR = "com/microsoft/onnxruntime/onnxruntime_gpu/1.29.0/gpu.jar";

  private final Path root;
  private final Map<String, byte[]> libraries = new LinkedHashMap<>();

  private CudaShelf(Path root) {
    this.root = root;
    put(ElfLibrary.named("libcudart.so.12").giving("cudaMalloc"));
    put(ElfLibrary.named("libcublasLt.so.12").giving("cublasLtCreate"));
    put(
        ElfLibrary.named("libcublas.so.12")
            .giving("cublasCreate")
            .taking("cublasLtCreate", "libcublasLt.so.12"));
    put(ElfLibrary.named("libcudnn.so.9").giving("cudnnCreate"));
    put(
        ElfLibrary.named("libonnxruntime_providers_cuda.so")
            .needing("libcuda.so.1")
            .takingFromAnywhere("cuInit")
            .takingFromAnywhere("Provider_GetHost")
            .taking("cudaMalloc", "libcudart.so.12")
            .taking("cublasCreate", "libcublas.so.12"));
    put(ElfLibrary.named("libonnxruntime_providers_shared.so").giving("Provider_GetHost"));
    libraries.put("libonnxruntime.so", ElfLibrary.named("libonnxruntime.so.1").bytes());
  }

  public static CudaShelf in(Path root) throws IOException {
    return new CudaShelf(Files.createDirectories(root));
  }

  private void put(ElfLibrary library) {
    var bytes = library.bytes();
    libraries.put(library.name(), bytes);
  }

  /// With another library of this name in every package that holds it.
  public CudaShelf with(ElfLibrary library) {
    put(library);
    return this;
  }

  public Path wheels() {
    return root.resolve("wheels");
  }

  public Path archives() {
    return root.resolve("archives");
  }

  public Path maven() {
    return root.resolve("maven");
  }

  public Path cudaFolder() {
    return root.resolve("cuda");
  }

  public Path component() {
    return root.resolve("component.json");
  }

  /// Writes everything; what is pinned is what is written.
  ///
  /// @param address of the archives
  public CudaShelf write(String address) throws IOException {
    var packages =
        List.of(
            part("cuda_cudart", "all", List.of("libcudart.so.12")),
            part("libcublas", "all", List.of("libcublas.so.12", "libcublasLt.so.12")),
            part("cudnn", "cudnn", List.of("libcudnn.so.9")));
    var terms =
        Json.object()
            .put("id", "LicenseRef-Test")
            .put("title", "Terms of the test")
            .put("address", "https://example.org/terms")
            .put("summary", "Unchanged, and inside an application.")
            .build();
    var component =
        Json.object()
            .put("_type", "voxcrate-component/1")
            .put("name", "cuda")
            .put("title", "CUDA in small")
            .put("address", address)
            .put("terms", Json.of(List.of(terms)))
            .put("runtime", runtime())
            .put("packages", Json.of(packages))
            .build();
    Files.writeString(component(), JsonWriter.indented(component));
    writeCudaFolder();
    return this;
  }

  private Json runtime() throws IOException {
    var jar = maven().resolve(JAR);
    Files.createDirectories(jar.getParent());
    var names =
        libraries.keySet().stream().filter(name -> name.startsWith("libonnxruntime")).toList();
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (var name : names) {
        entry(zip, "ai/onnxruntime/native/linux-x64/" + name, library(name));
      }
      entry(zip, "ai/onnxruntime/native/win-x64/onnxruntime.dll", new byte[9]);
    }
    return Json.object()
        .put("coordinates", "com.microsoft.onnxruntime:onnxruntime_gpu:1.29.0")
        .put("jar", pin(JAR, jar))
        .put("folder", "ai/onnxruntime/native/linux-x64")
        .put("licence", "MIT")
        .put("libraryBytes", 1000)
        .put("libraries", Json.strings(names))
        .build();
  }

  private Json part(String name, String use, List<String> names) throws IOException {
    var path = "redist/" + name + "-archive.tar.xz";
    var archive = archives().resolve(path);
    var wheel = wheels().resolve("nvidia_" + name + "-1.0-py3-none-any.whl");
    Files.createDirectories(archive.getParent());
    Files.createDirectories(wheels());
    writeArchive(archive, name + "-archive", names);
    writeWheel(wheel, name, names);
    return Json.object()
        .put("name", name)
        .put("version", "1.0")
        .put("licence", "LicenseRef-Test")
        .put("for", use)
        .put("libraryBytes", 2000)
        .put("archive", pin(path, archive))
        .put("project", "nvidia-" + name)
        .put("wheel", pin(wheel.getFileName().toString(), wheel))
        .put("libraries", Json.strings(names))
        .build();
  }

  private static Json pin(String path, Path file) throws IOException {
    return Json.object()
        .put("path", path)
        .put("size", Files.size(file))
        .put("sha256", Digest.of(file).hex())
        .build();
  }

  /// As NVIDIA's: the file under its full version, links beside it, stubs that are none.
  private void writeArchive(Path file, String top, List<String> names) throws IOException {
    try (var tar =
        new TarArchiveOutputStream(
            new XZOutputStream(Files.newOutputStream(file), new LZMA2Options(0)))) {
      member(tar, top + "/LICENSE", "Terms of the test, whole".getBytes(UTF_8));
      for (var name : names) {
        var link = new TarArchiveEntry(top + "/lib/" + name, TarConstants.LF_SYMLINK);
        link.setLinkName(name + ".1.2");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
        member(tar, top + "/lib/" + name + ".1.2", library(name));
        member(tar, top + "/lib/stubs/" + name, new byte[7]);
      }
    }
  }

  private static void member(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private void writeWheel(Path file, String name, List<String> names) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var library : names) {
        entry(zip, "nvidia/" + name + "/lib/" + library, library(library));
      }
      entry(zip, "nvidia/" + name + "/lib/libalt.so.1", new byte[5]);
      entry(
          zip,
          "nvidia_" + name + "-1.0.dist-info/licenses/License.txt",
          "Terms of the test, whole".getBytes(UTF_8));
    }
  }

  private void writeCudaFolder() throws IOException {
    var lib = Files.createDirectories(cudaFolder().resolve("lib64"));
    for (var entry : libraries.entrySet()) {
      var full = Files.write(lib.resolve(entry.getKey() + ".1.2"), entry.getValue());
      Files.createSymbolicLink(lib.resolve(entry.getKey()), full.getFileName());
    }
    Files.writeString(cudaFolder().resolve("EULA.txt"), "Terms of the test, whole");
  }

  private byte[] library(String name) {
    var bytes = libraries.get(name);
    if (bytes == null) {
      throw new IllegalArgumentException(name);
    }
    return bytes;
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    ((OutputStream) zip).write(content);
    zip.closeEntry();
  }
}

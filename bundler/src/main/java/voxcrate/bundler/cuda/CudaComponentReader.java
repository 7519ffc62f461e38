package voxcrate.bundler.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundler.cuda.CudaComponent.RuntimeArtefact;
import voxcrate.bundler.cuda.CudaComponent.Terms;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Reads descriptions of the CUDA component, strictly: a mistyped pin must not become a missing
/// one.
public final class CudaComponentReader {
  private static final String TYPE = "voxcrate-component/1";
  private static final Pattern LIBRARY =
      Pattern.compile("lib[A-Za-z0-9_+-]{1,64}\\.so[.0-9]{0,24}");
  private static final int MAX_BYTES = 1 << 20;

  private CudaComponentReader() {}

  /// The one that comes with the program.
  public static CudaComponent builtIn() {
    try (var in = CudaComponentReader.class.getResourceAsStream("cuda.json")) {
      if (in == null) {
        throw new IllegalStateException("the program lacks cuda.json");
      }
      return read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws ToolException where the file is no such description
  public static CudaComponent in(Path file) {
    try (var in = Files.newInputStream(file)) {
      return read(in.readNBytes(MAX_BYTES));
    } catch (IOException | IllegalArgumentException e) {
      throw new ToolException(
          Problem.of(
              CudaCode.COMPONENT_UNUSABLE,
              "The description of the CUDA libraries cannot be used",
              "reading " + file,
              e instanceof IOException
                  ? e.getClass().getSimpleName()
                  : String.valueOf(e.getMessage()),
              "correct the file: docs/cuda.md says what stands in it",
              "or leave --cuda-component out, and take what the program knows"),
          e);
    }
  }

  static CudaComponent read(byte[] document) {
    var json = JsonReader.readObject(document);
    if (!json.text("_type").equals(TYPE)) {
      throw new JsonException("not a " + TYPE + " but " + json.text("_type"));
    }
    json.only("_type", "name", "title", "address", "terms", "runtime", "packages");
    return new CudaComponent(
        json.text("title"),
        URI.create(json.text("address")),
        json.objects("terms").stream().map(CudaComponentReader::terms).toList(),
        runtime(json.object("runtime")),
        json.objects("packages").stream().map(CudaComponentReader::part).toList());
  }

  private static Terms terms(Json.Obj json) {
    json.only("id", "title", "address", "summary");
    return new Terms(
        json.text("id"), json.text("title"), json.text("address"), json.text("summary"));
  }

  private static RuntimeArtefact runtime(Json.Obj json) {
    json.only("coordinates", "jar", "folder", "licence", "libraryBytes", "libraries");
    return new RuntimeArtefact(
        json.text("coordinates"),
        file(json.object("jar")),
        json.text("folder"),
        json.text("licence"),
        json.integer("libraryBytes"),
        libraries(json));
  }

  private static CudaPackage part(Json.Obj json) {
    json.only(
        "name",
        "version",
        "licence",
        "for",
        "libraryBytes",
        "archive",
        "project",
        "wheel",
        "libraries");
    var use = json.text("for");
    if (!List.of("all", "cudnn").contains(use)) {
      throw new JsonException("'for' is all or cudnn, not " + use);
    }
    return new CudaPackage(
        json.text("name"),
        json.text("version"),
        json.text("licence"),
        use.equals("cudnn"),
        json.integer("libraryBytes"),
        file(json.object("archive")),
        json.text("project"),
        file(json.object("wheel")),
        libraries(json));
  }

  private static PinnedFile file(Json.Obj json) {
    json.only("path", "size", "sha256");
    return new PinnedFile(
        new RelativePath(json.text("path")).value(),
        json.integer("size"),
        new Digest(json.text("sha256")));
  }

  private static List<String> libraries(Json.Obj json) {
    var names = texts(json, "libraries");
    for (var name : names) {
      if (!LIBRARY.matcher(name).matches()) {
        throw new JsonException("not a library's name: " + name);
      }
    }
    return names;
  }

  private static List<String> texts(Json.Obj json, String member) {
    return json.array(member).stream()
        .map(
            item -> {
              if (item instanceof Json.Str(var text)) {
                return text;
              }
              throw new JsonException("an item of '" + member + "' is not a text");
            })
        .toList();
  }
}

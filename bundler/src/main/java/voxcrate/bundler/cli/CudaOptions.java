package voxcrate.bundler.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import voxcrate.bundler.cuda.CudaComponent;
import voxcrate.bundler.cuda.CudaComponentReader;
import voxcrate.bundler.cuda.CudaSource;
import voxcrate.bundler.cuda.CudaSupply;
import voxcrate.bundler.cuda.MavenPlace;
import voxcrate.bundler.hub.PublicContent;
import voxcrate.bundler.lock.LockFile;
import voxcrate.cli.Console;

/// Where the libraries for graphics cards come from.
final class CudaOptions {
  @ArgGroup @Nullable Elsewhere elsewhere;

  @Option(
      names = "--maven-repository",
      paramLabel = "DIR|URL",
      description =
          "Where the inference runtime for graphics cards is (default: Maven's own folder,"
              + " ~/.m2/repository).")
  @Nullable String maven;

  @Option(
      names = "--cuda-component",
      paramLabel = "FILE",
      description = "A description of your own of NVIDIA's libraries; docs/cuda.md has the form.")
  @Nullable Path component;

  /// Other sources of NVIDIA's libraries than its redistributable archives.
  static final class Elsewhere {
    @Option(
        names = "--wheels",
        paramLabel = "DIR",
        description =
            "Take NVIDIA's libraries from its Python wheels in this folder (default: NVIDIA's"
                + " redistributable archives).")
    @Nullable Path wheels;

    @Option(
        names = "--wheel-index",
        paramLabel = "URL",
        converter = WebAddress.class,
        description = "Take the wheels from this index of Python packages, such as pip's own.")
    @Nullable URI index;

    @Option(
        names = "--cuda-folder",
        paramLabel = "DIR",
        description =
            "Take the libraries from CUDA and cuDNN as installed here; the lock pins them.")
    @Nullable Path folder;
  }

  CudaComponent component() {
    return component == null ? CudaComponentReader.builtIn() : CudaComponentReader.in(component);
  }

  CudaSource source() {
    if (elsewhere != null && elsewhere.wheels != null) {
      return new CudaSource.WheelFolder(elsewhere.wheels);
    }
    if (elsewhere != null && elsewhere.index != null) {
      return new CudaSource.WheelIndex(elsewhere.index);
    }
    return elsewhere != null && elsewhere.folder != null
        ? new CudaSource.Installed(elsewhere.folder)
        : new CudaSource.Archives(component().address());
  }

  CudaSupply supply(LockFile lock, Path cache, Optional<PublicContent> web, Console console) {
    return new CudaSupply(
        component(), source(), mavenPlace(), lock, cache, web, console.progress());
  }

  private MavenPlace mavenPlace() {
    if (maven != null && maven.matches("(?i)https?://.*")) {
      return new MavenPlace.Repository(WebAddress.of(maven));
    }
    return new MavenPlace.Folder(
        maven != null
            ? Path.of(maven)
            : Path.of(System.getProperty("user.home", ""), ".m2", "repository"));
  }

  /// An address that others are seen from.
  static final class WebAddress implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      return of(text);
    }

    static URI of(String text) {
      try {
        var address = new URI(text.endsWith("/") ? text : text + "/");
        if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
          return address;
        }
      } catch (URISyntaxException _) {
        // Told below, without the text: it may hold a password.
      }
      throw new TypeConversionException("expected an address such as https://HOST/simple/");
    }
  }
}

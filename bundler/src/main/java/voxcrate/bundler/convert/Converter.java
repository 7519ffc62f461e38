package voxcrate.bundler.convert;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.checkpoint.LightningCheckpoint;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.OnnxWriter;
import voxcrate.bundler.convert.onnx.ShapeException;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.files.Durable;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.Provenance;
import voxcrate.model.ModelDescriptor.SpeechModel;
import voxcrate.model.ModelDescriptorCodec;
import voxcrate.progress.ProgressListener;

/// Turns a model as its authors publish it into what the engine runs. Executes nothing that is in
/// the source; the same source gives the same bytes.
///
/// A converted folder is complete when it has its `model.json`, which is written last.
public final class Converter {
  static final String CHECKPOINT = "pytorch_model.bin";
  static final String MODEL = "model.onnx";

  private static final String UNFINISHED = MODEL + ".unfinished";

  /// Copied beside the converted model where the source has them.
  private static final List<String> COMPANIONS = List.of("config.yaml", "LICENSE", "README.md");

  private static final int BUFFER_BYTES = 1 << 18;

  /// Converts into `outDir`, which is made if needed.
  ///
  /// @throws voxcrate.problem.ToolException when the source is refused, or when the converted model
  ///     does not compute what the original does
  public ModelDescriptor convert(SourceModel source, Path outDir, ProgressListener progress) {
    try {
      var descriptor =
          Files.exists(source.folder().resolve(CHECKPOINT))
              ? convertCheckpoint(source, outDir, progress)
              : convertPipeline(source);
      Files.createDirectories(outDir);
      copyCompanions(source.folder(), outDir);
      Durable.write(
          outDir.resolve(ModelDescriptor.FILE_NAME),
          ModelDescriptorCodec.write(descriptor),
          "rw-r--r--");
      return descriptor;
    } catch (IOException e) {
      throw Refusal.unwritable(outDir.toString(), e);
    }
  }

  private static ModelDescriptor convertCheckpoint(
      SourceModel source, Path outDir, ProgressListener progress) throws IOException {
    var file = source.folder().resolve(CHECKPOINT);
    var unfinished = outDir.resolve(UNFINISHED);
    try (var checkpoint = LightningCheckpoint.open(file)) {
      var conversion = CheckpointConversion.of(checkpoint);
      progress.note(source.name(), "building the graph");
      var graph = graph(conversion, file);
      Files.createDirectories(outDir);
      Files.deleteIfExists(outDir.resolve(ModelDescriptor.FILE_NAME));
      var digest = write(graph, unfinished);
      progress.note(source.name(), "comparing with the reference");
      var parity = conversion.compare(unfinished, source.name());
      Durable.move(unfinished, outDir.resolve(MODEL));
      return descriptor(source, file, conversion.describe(new Graph(MODEL, digest)), parity);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  static OnnxGraph graph(CheckpointConversion conversion, Path file) {
    try {
      return conversion.export();
    } catch (ShapeException e) {
      throw Refusal.architecture(file.toString(), String.valueOf(e.getMessage()));
    }
  }

  private static ModelDescriptor convertPipeline(SourceModel source) {
    var file = source.folder().resolve(PipelineConfiguration.FILE_NAME);
    if (!Files.exists(file)) {
      throw Refusal.emptyFolder(source.folder().toString());
    }
    return descriptor(source, file, PipelineConfiguration.read(file).diarization(), null);
  }

  private static ModelDescriptor descriptor(
      SourceModel source, Path file, SpeechModel model, @Nullable Parity parity) {
    var provenance =
        new Provenance(source.revision(), Digest.of(file), version(), source.licence(), parity);
    return new ModelDescriptor(source.name(), provenance, model);
  }

  private static Digest write(OnnxGraph graph, Path file) throws IOException {
    var hash = Digest.newHash();
    try (var out =
        new BufferedOutputStream(
            new DigestOutputStream(Files.newOutputStream(file), hash), BUFFER_BYTES)) {
      OnnxWriter.write(graph, out);
    }
    return Digest.of(hash);
  }

  private static void copyCompanions(Path folder, Path outDir) throws IOException {
    for (var name : COMPANIONS) {
      if (Files.isRegularFile(folder.resolve(name))) {
        Files.copy(folder.resolve(name), outDir.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /// What is written into every converted model, such as `voxcrate 0.1.0`.
  public static String version() {
    return "voxcrate " + (isReleased() ? number() : "development");
  }

  /// Whether this is a built version; run from class files, its code may change without a number.
  public static boolean isReleased() {
    return number() != null;
  }

  private static @Nullable String number() {
    return Converter.class.getPackage().getImplementationVersion();
  }
}

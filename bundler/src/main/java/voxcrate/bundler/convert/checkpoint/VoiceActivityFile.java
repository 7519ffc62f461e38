package voxcrate.bundler.convert.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import voxcrate.bundler.convert.refusal.Refusal;

/// Silero's network as it is published: weights alone, or in an ONNX file, which is read for its
/// weights and never run. The tensors are usable until it is closed.
public final class VoiceActivityFile implements AutoCloseable {
  private static final String WEIGHTS = "silero_vad_16k.safetensors";
  private static final String SUFFIX = ".onnx";

  /// Where some repositories keep theirs.
  private static final String FOLDER = "onnx";

  private static final String USUAL = "model.onnx";

  private final Runnable close;
  private final VoiceActivityWeights weights;

  private VoiceActivityFile(Runnable close, VoiceActivityWeights weights) {
    this.close = close;
    this.weights = weights;
  }

  /// The weights of a folder, else its ONNX file.
  ///
  /// @throws voxcrate.problem.ToolException when there are several of these
  public static Optional<Path> find(Path folder) throws IOException {
    var alone = folder.resolve(WEIGHTS);
    if (Files.isRegularFile(alone)) {
      return Optional.of(alone);
    }
    var usual = folder.resolve(FOLDER).resolve(USUAL);
    return Files.isRegularFile(usual) ? Optional.of(usual) : graph(folder);
  }

  private static Optional<Path> graph(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    var found = new ArrayList<Path>();
    try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      files.forEach(found::add);
    }
    if (found.size() > 1) {
      throw Refusal.architecture(folder.toString(), found.size() + " ONNX files in one folder");
    }
    return found.stream().findFirst();
  }

  /// @throws voxcrate.problem.ToolException when it is damaged, or another network
  public static VoiceActivityFile open(Path path) {
    return path.toString().endsWith(SUFFIX) ? ofGraph(path) : ofWeights(path);
  }

  private static VoiceActivityFile ofGraph(Path path) {
    var file = CheckpointFile.open(path);
    try {
      var graph = PublishedGraph.read(file);
      return new VoiceActivityFile(file::close, VoiceActivityWeights.of(graph, file.name()));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static VoiceActivityFile ofWeights(Path path) {
    var files = WeightFiles.openSingle(path);
    try {
      return new VoiceActivityFile(files::close, VoiceActivityWeights.of(files.weights()));
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  public VoiceActivityWeights weights() {
    return weights;
  }

  @Override
  public void close() {
    close.run();
  }
}

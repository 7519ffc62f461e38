package voxcrate.bundler.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import voxcrate.bundler.cuda.CudaLibraries;
import voxcrate.bundler.cuda.CudaSupply;
import voxcrate.bundler.cuda.CudnnNeed;
import voxcrate.progress.ProgressListener;

/// NVIDIA's libraries, cuDNN among them only where a model needs it.
public record CardLibraries(CudaSupply supply, ProgressListener progress)
    implements GraphicsSupply {
  private static final String TASK = "CUDA libraries";

  @Override
  public Optional<CudaLibraries> gather(Models models) throws IOException, InterruptedException {
    var operators = CudnnNeed.of(graphs(models));
    progress.note(
        TASK,
        operators.isEmpty()
            ? "no model needs cuDNN; it stays at home"
            : "cuDNN travels too, for " + String.join(", ", operators));
    return Optional.of(supply.gather(!operators.isEmpty()));
  }

  private static List<Path> graphs(Models models) {
    return models.forCards().stream()
        .flatMap(model -> model.files().stream().map(model.converted().folder()::resolve))
        .filter(file -> file.toString().endsWith(".onnx"))
        .toList();
  }

  @Override
  public void close() throws IOException {
    supply.close();
  }
}

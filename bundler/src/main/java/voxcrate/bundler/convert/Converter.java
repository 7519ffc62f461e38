package voxcrate.bundler.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.files.Durable;
import voxcrate.model.Precision;
import voxcrate.progress.ProgressListener;

/// Turns a model as its authors publish it into what the engine runs. Executes nothing that is in
/// the source; the same source gives the same bytes.
///
/// A converted folder is complete when it has its `model.json`, which is written last. The models
/// that a pipeline's repository holds come into folders below it.
public final class Converter {
  static final String MODEL = "model.onnx";

  private final Precision precision;

  /// @param precision of the graphs to be made
  public Converter(Precision precision) {
    this.precision = precision;
  }

  /// Converts into `outDir`, which is made if needed. Where it fails, a folder that was made for it
  /// is gone again.
  ///
  /// @throws voxcrate.problem.ToolException when the source is refused, or when the converted model
  ///     does not compute what the original does
  public ConvertedModel convert(SourceModel source, Path outDir, ProgressListener progress) {
    try {
      convertInto(outDir, new ModelConversion(source, outDir, precision, progress));
      return ConvertedModel.in(outDir);
    } catch (IOException e) {
      throw Refusal.unwritable(outDir.toString(), e);
    }
  }

  private static void convertInto(Path outDir, ModelConversion conversion) throws IOException {
    boolean existed = Files.exists(outDir);
    boolean done = false;
    try {
      conversion.run();
      done = true;
    } finally {
      if (!done && !existed) {
        Durable.deleteTree(outDir);
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

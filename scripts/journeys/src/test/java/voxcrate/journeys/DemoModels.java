package voxcrate.journeys;

import java.nio.file.Path;
import java.util.List;
import voxcrate.bundler.convert.Converter;
import voxcrate.bundler.convert.SourceModel;
import voxcrate.model.Precision;
import voxcrate.progress.ProgressListener;

/// The demo models as the engine runs them.
final class DemoModels {
  private static final Path HUB = Source.root().resolve("scripts/demo-models/hub");

  private static final List<String> ALL =
      List.of(
          "segmentation",
          "wespeaker-resnet34",
          "speaker-diarization",
          "transcription",
          "alignment-en");

  private DemoModels() {}

  static void convert(Path folder) {
    for (var part : ALL) {
      var name = "voxcrate-demo/" + part;
      new Converter(Precision.F32)
          .convert(
              new SourceModel(name, null, "MIT", HUB.resolve(name)),
              folder.resolve("torch").resolve(name),
              ProgressListener.SILENT);
    }
  }
}

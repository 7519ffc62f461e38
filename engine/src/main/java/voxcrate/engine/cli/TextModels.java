package voxcrate.engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import voxcrate.cli.Console;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.models.PipelineModels;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.output.RunRecord.UsedModel;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcript.Transcript;
import voxcrate.engine.transcription.TranscriptionOptions;
import voxcrate.engine.words.LoadedModels;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptor.ModelFile;
import voxcrate.model.ModelDescriptor.VoiceActivity;

/// The installed models that a transcript is made by.
///
/// @param pipeline that tells speakers apart; empty where nobody is to be
/// @param aligned whether words are found by alignment models, in languages that have one
/// @param aligner that is used for all languages; empty where each has its own
record TextModels(
    ModelCatalog catalog,
    InstalledModel transcription,
    Optional<PipelineModels> pipeline,
    boolean aligned,
    Optional<InstalledModel> aligner) {
  /// The alignment model for a language such as `en`.
  Optional<InstalledModel> aligner(String language) {
    return aligned ? aligner.or(() -> catalog.alignment(language)) : Optional.empty();
  }

  /// What finds speech where nobody is told apart.
  Optional<InstalledModel> voiceActivity() {
    return pipeline.isPresent() ? Optional.empty() : catalog.voiceActivity();
  }

  /// Loads those that are surely needed.
  LoadedModels open(
      ModelOptions models, TranscriptionOptions options, ExecutionTarget target, Console console) {
    return LoadedModels.open(
        () -> pipeline.map(parts -> models.open(parts, target, console)),
        transcription,
        voiceActivity(),
        this::aligner,
        options,
        target);
  }

  /// Those that a transcript was made by, with the parts each plays.
  List<UsedModel> used(Transcript transcript) {
    var used = new ArrayList<UsedModel>();
    used.add(used("transcription", transcription));
    transcript.segments().stream()
        .map(Segment::language)
        .distinct()
        .flatMap(language -> aligner(language).stream())
        .distinct()
        .forEach(model -> used.add(used("alignment", model)));
    voiceActivity().ifPresent(model -> used.add(used("voice activity", model)));
    pipeline.ifPresent(
        parts -> {
          add("diarization", parts.name(), used);
          add("segmentation", parts.parameters().segmentation(), used);
          add("embedding", parts.parameters().embedding(), used);
        });
    return used;
  }

  private void add(String role, String name, List<UsedModel> used) {
    catalog.models().stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .ifPresent(model -> used.add(used(role, model)));
  }

  private static UsedModel used(String role, InstalledModel model) {
    var files =
        model.descriptor().files().stream()
            .collect(Collectors.toMap(ModelFile::file, ModelFile::digest));
    var revision = Optional.ofNullable(model.descriptor().provenance().revision());
    return new UsedModel(role, model.name(), revision, files);
  }

  /// What the text depends on beside speakers, a line each.
  List<String> choices() {
    var choices = new ArrayList<String>();
    for (var model : catalog.models()) {
      boolean counts =
          model.name().equals(transcription.name())
              || model.descriptor().speech() instanceof Alignment
              || model.descriptor().speech() instanceof VoiceActivity;
      if (counts) {
        model
            .descriptor()
            .files()
            .forEach(file -> choices.add(model.name() + " " + file.file() + " " + file.digest()));
      }
    }
    return choices;
  }
}

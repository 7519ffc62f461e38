package voxcrate.engine.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.models.PipelineModels;
import voxcrate.engine.speech.SpeechScores.Thresholds;
import voxcrate.engine.transcription.LanguageChoice;
import voxcrate.engine.transcription.Task;
import voxcrate.engine.transcription.TranscriptionOptions;
import voxcrate.json.Json;

/// How a recording is transcribed.
final class TextOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec verb;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "Which transcription model, where several are installed: openai/whisper-small, or its"
              + " end, small.")
  @Nullable String model;

  @Option(
      names = {"-l", "--language"},
      paramLabel = "CODE|auto|each",
      converter = LanguageConverter.class,
      description =
          "What is spoken: de or German; auto hears it from the beginning, each in every window"
              + " anew (default: LANGUAGE of this installation, else auto).")
  @Nullable LanguageChoice language;

  @Option(
      names = "--task",
      paramLabel = "transcribe|translate",
      defaultValue = "transcribe",
      description = "translate writes everything in English (default: transcribe).")
  String task = "transcribe";

  @Option(
      names = {"--initial-prompt", "--initial_prompt"},
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Text as if it had been said before: style, spelling of names.")
  String prompt = "";

  @Option(
      names = {"--hot-words", "--hotwords"},
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Words that are likely to be said.")
  String hotWords = "";

  @Option(
      names = {"--condition-on-previous-text", "--condition_on_previous_text"},
      paramLabel = "BOOL",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description =
          "Each window is told the text before it; windows are then heard one by one (default:"
              + " false).")
  boolean followOn;

  @Option(
      names = {"--batch-size", "--batch_size"},
      paramLabel = "N",
      description =
          "Windows that are heard side by side (default: 4, on a card 16; fewer where its memory is"
              + " full).")
  @Nullable Integer batch;

  @Option(
      names = {"--no-align", "--no_align"},
      description =
          "Find words by where the transcription model looked, even where an alignment model for"
              + " the language is installed.")
  boolean notAligned;

  @Option(
      names = {"--align-model", "--align_model"},
      paramLabel = "NAME",
      description =
          "Which alignment model finds words, whatever is spoken (default: one of the language).")
  @Nullable String aligner;

  @Option(
      names = {"--vad-onset", "--vad_onset"},
      paramLabel = "P",
      defaultValue = "0.5",
      description = "Speech begins above this probability (default: 0.5).")
  double onset = Thresholds.USUAL.onset();

  @Option(
      names = {"--vad-offset", "--vad_offset"},
      paramLabel = "P",
      defaultValue = "0.363",
      description = "Speech ends below this probability (default: 0.363).")
  double offset = Thresholds.USUAL.offset();

  @Mixin final SearchChoices search = new SearchChoices();

  TranscriptionOptions options(Settings settings) {
    requireSense();
    return new TranscriptionOptions(
        task(),
        language(settings),
        false,
        prompt,
        hotWords,
        followOn,
        search.search(),
        search.acceptance(),
        batch == null ? OptionalInt.empty() : OptionalInt.of(batch),
        TranscriptionOptions.DEFAULT.attention());
  }

  /// The installed models that these options name.
  TextModels models(
      ModelCatalog catalog, InstalledModel transcription, Optional<PipelineModels> pipeline) {
    require(aligner == null || !notAligned, "--no-align goes with no --align-model");
    boolean aligned = !notAligned && task() == Task.TRANSCRIBE;
    var named = Optional.ofNullable(aligner).map(catalog::alignmentNamed);
    return new TextModels(catalog, transcription, pipeline, aligned, named);
  }

  Task task() {
    return task.equals("translate") ? Task.TRANSLATE : Task.TRANSCRIBE;
  }

  Thresholds thresholds() {
    return new Thresholds(onset, offset);
  }

  private LanguageChoice language(Settings settings) {
    return language != null
        ? language
        : settings
            .language()
            .map(new LanguageConverter()::convert)
            .orElseGet(LanguageChoice.OfFirstWindow::new);
  }

  private void requireSense() {
    require(List.of("transcribe", "translate").contains(task), "--task: transcribe or translate");
    require(batch == null || batch >= 1, "--batch-size counts from 1");
    require(
        0 <= offset && offset <= onset && onset <= 1,
        "--vad-onset and --vad-offset are probabilities, the offset not above the onset");
  }

  private void require(boolean holds, String rule) {
    Usage.require(verb, holds, rule);
  }

  /// What the text depends on, by the names of Whisper and WhisperX.
  Map<String, Json> parameters(Settings settings) {
    var parameters = new TreeMap<>(search.parameters());
    parameters.put("task", Json.of(task));
    parameters.put("language", Json.of(word(language(settings))));
    parameters.put("initial_prompt", Json.of(prompt));
    parameters.put("hotwords", Json.of(hotWords));
    parameters.put("condition_on_previous_text", Json.of(followOn));
    if (batch != null) {
      parameters.put("batch_size", Json.of(batch));
    }
    parameters.put("no_align", Json.of(notAligned));
    if (aligner != null) {
      parameters.put("align_model", Json.of(aligner));
    }
    parameters.put("vad_onset", Json.of(onset));
    parameters.put("vad_offset", Json.of(offset));
    return parameters;
  }

  private static String word(LanguageChoice language) {
    return switch (language) {
      case LanguageChoice.OfFirstWindow() -> "auto";
      case LanguageChoice.OfEachWindow() -> "each";
      case LanguageChoice.Stated(var code) -> code;
    };
  }
}

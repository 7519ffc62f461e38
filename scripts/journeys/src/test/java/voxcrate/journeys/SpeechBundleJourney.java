package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.bundle.recipe.Revision;
import voxcrate.bundle.recipe.WantedRepository;
import voxcrate.bundler.build.HubModels;
import voxcrate.bundler.build.Models;
import voxcrate.bundler.download.Fetcher;
import voxcrate.bundler.download.ModelCache;
import voxcrate.bundler.download.RecipeFetch;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubSettings;
import voxcrate.bundler.hub.RetryPolicy;
import voxcrate.bundler.lock.LockFile;
import voxcrate.bundler.practice.Gate;
import voxcrate.bundler.practice.PracticeConfig;
import voxcrate.bundler.practice.PracticeHub;
import voxcrate.engine.alignment.AlignmentModel;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.speech.VoiceActivityModel;
import voxcrate.engine.transcription.Transcriber;
import voxcrate.engine.transcription.TranscriptionOptions;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.Precision;
import voxcrate.progress.ProgressListener;

/// Text without speakers: from a hub whose pipeline nobody has agreed to, without a token, into
/// what a bundle carries, and the engine opens all of it.
final class SpeechBundleJourney {
  private static final String PIPELINE = "acme/speaker-diarization";
  private static final ExecutionTarget CPU = new ExecutionTarget.Cpu(1);

  @TempDir private Path folder;

  @Test
  void what_was_packed_without_a_token_is_opened() throws Exception {
    var hubFolder = folder.resolve("hub");
    SmallSpeech.writeTranscription(hubFolder.resolve("acme/whisper"));
    SmallSpeech.writeAlignment(hubFolder.resolve("acme/align"));
    SmallSpeech.writeVoiceActivity(hubFolder.resolve("acme/vad"));
    Files.createDirectories(hubFolder.resolve(PIPELINE));
    Files.writeString(hubFolder.resolve(PIPELINE).resolve("config.yaml"), "pipeline: {}\n");

    Models models;
    try (var hub = PracticeHub.start(hubFolder, PracticeConfig.open().gate(PIPELINE, Gate.AUTO));
        var client = client(hub)) {
      models = models(client).gather(List.of(recipe()));
    }

    assertThat(models.missing())
        .extracting(repository -> repository.name())
        .containsExactly(PIPELINE);
    var catalog = ModelCatalog.in(unpacked(models));
    var transcription = catalog.transcription(Optional.empty());
    try (var transcriber = Transcriber.open(transcription, TranscriptionOptions.DEFAULT, CPU)) {
      assertThat(transcriber.windowSeconds()).isEqualTo(1);
    }
    var aligner = catalog.alignment("de").orElseThrow();
    var alignment = (Alignment) aligner.descriptor().speech();
    try (var model = AlignmentModel.open(aligner.folder(), alignment, CPU)) {
      assertThat(model.sampleRate()).isEqualTo(16_000);
    }
    try (var model = VoiceActivityModel.open(catalog.voiceActivity().orElseThrow(), CPU)) {
      assertThat(model.sampleRate()).isEqualTo(2000);
    }
  }

  private static Recipe recipe() {
    return new Recipe(
        "ours",
        "Ours",
        true,
        List.of(
            wanted("acme/whisper", Role.TRANSCRIPTION),
            wanted("acme/align", Role.ALIGNMENT),
            wanted("acme/vad", Role.VAD),
            wanted(PIPELINE, Role.PIPELINE)));
  }

  private static WantedRepository wanted(String name, Role role) {
    return WantedRepository.named(name, role, Revision.MAIN);
  }

  /// As it will lie in a release.
  private Path unpacked(Models models) throws Exception {
    var torch = folder.resolve("models/torch");
    for (var model : models.packed()) {
      for (var file : model.files()) {
        var target = torch.resolve(model.repository().name()).resolve(file);
        Files.createDirectories(target.getParent());
        Files.copy(model.converted().folder().resolve(file), target);
      }
    }
    return folder.resolve("models");
  }

  private HubModels models(HubClient client) {
    var cache = new ModelCache(folder.resolve("cache"));
    var fetch =
        new RecipeFetch(
            client,
            new Fetcher(client, cache, ProgressListener.SILENT),
            new LockFile(folder.resolve("voxcrate.lock")));
    return HubModels.from(
        fetch, cache, new HubModels.Wanted(false, Precision.F32), ProgressListener.SILENT);
  }

  private static HubClient client(PracticeHub hub) {
    return new HubClient(
        HubSettings.of(Map.of("HF_ENDPOINT", hub.endpoint().toString()), Optional.empty(), "test"),
        Optional.empty(),
        RetryPolicy.STANDARD,
        ProgressListener.SILENT);
  }
}

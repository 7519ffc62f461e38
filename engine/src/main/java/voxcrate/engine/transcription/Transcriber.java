package voxcrate.engine.transcription;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.ModelProblem;
import voxcrate.engine.transcription.decoding.AttentionReader;
import voxcrate.engine.transcription.decoding.AudioEncoder;
import voxcrate.engine.transcription.decoding.CrossAttention;
import voxcrate.engine.transcription.decoding.DecodedText;
import voxcrate.engine.transcription.decoding.HeardAudio;
import voxcrate.engine.transcription.decoding.LanguageDetector;
import voxcrate.engine.transcription.decoding.LanguageDetector.SpokenLanguage;
import voxcrate.engine.transcription.decoding.TextDecoder;
import voxcrate.engine.transcription.decoding.WindowDecoder;
import voxcrate.engine.transcription.decoding.WindowTask;
import voxcrate.engine.transcription.features.LogMel;
import voxcrate.engine.transcription.tokens.Tokenizer;
import voxcrate.engine.transcription.tokens.TokenizerFiles;
import voxcrate.model.ModelDescriptor.Transcription;

/// Writes down what is said in windows of a recording. Owns the model's two graphs; not
/// thread-safe.
public final class Transcriber implements AutoCloseable {
  /// What a text of one language is marked as; published models of one language know this one.
  private static final String ONLY_LANGUAGE = "en";

  private final Transcription model;
  private final TranscriptionOptions options;
  private final Tokenizer tokenizer;
  private final AudioEncoder encoder;
  private final TextDecoder decoder;
  private final WindowDecoder windows;
  private final TimedSegments segments;
  private final LogMel features;

  private Transcriber(
      Transcription model,
      TranscriptionOptions options,
      Tokenizer tokenizer,
      AudioEncoder encoder,
      TextDecoder decoder) {
    this.model = model;
    this.options = options;
    this.tokenizer = tokenizer;
    this.encoder = encoder;
    this.decoder = decoder;
    this.windows = new WindowDecoder(decoder, tokenizer, options.search(), options.acceptance());
    this.segments = new TimedSegments(model, tokenizer, options.timestamps());
    this.features = new LogMel(model.mel());
  }

  /// @throws voxcrate.problem.ToolException when the model is none of transcription, one of its
  ///     files is not as it was installed, or it cannot do what is asked for
  public static Transcriber open(
      InstalledModel installed, TranscriptionOptions options, ExecutionTarget target) {
    if (!(installed.descriptor().speech() instanceof Transcription model)) {
      throw ModelProblem.unusable(installed.folder(), "a model for " + installed.kind());
    }
    requireAble(installed.name(), model, options);
    var tokenizer = TokenizerFiles.read(installed.folder(), model.tokenizer());
    var encoder = AudioEncoder.open(installed.folder(), model, target);
    try {
      var decoder = TextDecoder.open(installed.folder(), model, target);
      return new Transcriber(model, options, tokenizer, encoder, decoder);
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  private static void requireAble(String name, Transcription model, TranscriptionOptions options) {
    var languages = model.tokens().languages();
    boolean several = model.tokens().multilingual();
    if (several
        && options.language() instanceof LanguageChoice.Stated(var code)
        && !languages.containsKey(code)) {
      throw TranscriptionProblem.unknownLanguage(name, code, languages.keySet());
    }
    if (!several && options.task() == Task.TRANSLATE) {
      throw TranscriptionProblem.cannotTranslate(name);
    }
  }

  /// Samples a second that recordings have to be listened to at.
  public int sampleRate() {
    return model.mel().sampleRate();
  }

  /// The longest window that is heard as one.
  public double windowSeconds() {
    return (double) model.mel().windowSamples() / model.mel().sampleRate();
  }

  /// Windows become spectrograms, the encoder hears them, the decoder writes their tokens, and of
  /// these come segments.
  ///
  /// @param audio at the model's sample rate, nothing read of it yet
  /// @param stretches where somebody may speak, in order and apart, in seconds from the beginning
  ///     of `audio`; longer ones are heard in several windows
  /// @param sink takes each window's transcript, in order
  public void transcribe(
      Waveform audio, List<TimeRange> stretches, Consumer<WindowTranscript> sink) {
    var reader = new WindowReader(audio, model.mel().windowSamples());
    var prompts = new Prompts(model, tokenizer, options);
    var languages = new Languages();
    var waiting = WindowReader.windows(stretches, windowSeconds());
    for (int from = 0; from < waiting.size(); from += options.batch()) {
      var batch = waiting.subList(from, Math.min(waiting.size(), from + options.batch()));
      var heard = encoder.hear(spectrograms(reader, batch));
      var spoken = languages.of(heard);
      var tasks = spoken.stream().map(prompts::task).toList();
      var texts = windows.decode(heard, tasks);
      for (int i = 0; i < batch.size(); i++) {
        prompts.said(texts.get(i).tokens(), texts.get(i).temperature());
        sink.accept(
            transcript(batch.get(i), spoken.get(i), texts.get(i), heard.window(i), tasks.get(i)));
      }
    }
  }

  private List<float[]> spectrograms(WindowReader reader, List<TimeRange> batch) {
    var mels = new ArrayList<float[]>();
    for (var window : batch) {
      int count = reader.read(window);
      mels.add(features.of(reader.samples(), count));
    }
    return mels;
  }

  private WindowTranscript transcript(
      TimeRange window, String language, DecodedText text, HeardAudio heard, WindowTask task) {
    if (options.acceptance().isSilence(text)) {
      return new WindowTranscript(window, language, text, List.of(), Optional.empty());
    }
    var found = segments.of(text.tokens(), window);
    return new WindowTranscript(window, language, text, found, attention(heard, task, found));
  }

  private Optional<CrossAttention> attention(
      HeardAudio heard, WindowTask task, List<TranscriptSegment> found) {
    if (!options.attention() || found.isEmpty()) {
      return Optional.empty();
    }
    var prompt = task.prompt();
    var start = prompt.subList(prompt.size() - task.startFromEnd(), prompt.size());
    var tokens =
        found.stream().flatMap(segment -> segment.tokens().stream()).map(TextToken::number);
    return Optional.of(new AttentionReader(decoder).read(heard, start, tokens.toList()));
  }

  /// Which languages are spoken, as far as that is known or asked for.
  private final class Languages {
    private @Nullable String known = stated();

    private @Nullable String stated() {
      if (options.language() instanceof LanguageChoice.Stated(var code)) {
        return code;
      }
      return model.tokens().multilingual() ? null : ONLY_LANGUAGE;
    }

    /// One code for each window.
    List<String> of(HeardAudio heard) {
      if (known != null) {
        return Collections.nCopies(heard.windows(), known);
      }
      var detector = new LanguageDetector(decoder);
      if (options.language() instanceof LanguageChoice.OfEachWindow) {
        return detector.detect(heard).stream().map(SpokenLanguage::code).toList();
      }
      known = detector.detect(heard.windows(0, 1)).getFirst().code();
      return Collections.nCopies(heard.windows(), known);
    }
  }

  @Override
  public void close() {
    decoder.close();
    encoder.close();
  }
}

package voxcrate.engine.transcription;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.FittingBatch;
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
import voxcrate.engine.transcription.tokens.TokenWords;
import voxcrate.engine.transcription.tokens.Tokenizer;
import voxcrate.engine.transcription.tokens.TokenizerFiles;
import voxcrate.model.ModelDescriptor.Transcription;

/// Writes down what is said in windows of a recording. Owns the model's two graphs; not
/// thread-safe.
public final class Transcriber implements AutoCloseable {
  /// What a text of one language is marked as, and what is translated into: published models of
  /// one language know this one.
  private static final String ENGLISH = "en";

  private final Transcription model;
  private final TranscriptionOptions options;
  private final Tokenizer tokenizer;
  private final AudioEncoder encoder;
  private final TextDecoder decoder;
  private final WindowDecoder search;
  private final TimedSegments segments;
  private final LogMel features;

  private final FittingBatch batch;

  private Transcriber(
      Transcription model,
      TranscriptionOptions options,
      Tokenizer tokenizer,
      AudioEncoder encoder,
      TextDecoder decoder,
      int batch) {
    this.model = model;
    this.batch = new FittingBatch(batch);
    this.options = options;
    this.tokenizer = tokenizer;
    this.encoder = encoder;
    this.decoder = decoder;
    this.search = new WindowDecoder(decoder, tokenizer, options.search(), options.acceptance());
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
      return new Transcriber(model, options, tokenizer, encoder, decoder, options.batch(target));
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

  /// Stretches of the recording in windows: longer ones become several that follow one another.
  public List<TimeRange> windows(List<TimeRange> stretches) {
    return WindowReader.windows(stretches, windowSeconds());
  }

  /// Hears of windows when they have been transcribed.
  @FunctionalInterface
  public interface WindowListener {
    /// @param batch transcripts of windows that follow one another
    /// @param samples of each window, at the model's sample rate
    void heard(List<WindowTranscript> batch, List<float[]> samples);
  }

  /// What a text is written in of what is said in a language: a translation is English.
  ///
  /// @param spoken code such as `de`
  public String languageOfText(String spoken) {
    return options.task() == Task.TRANSLATE ? ENGLISH : spoken;
  }

  /// The words of a segment, and how many tokens each is made of.
  ///
  /// @param language code such as `en`
  public List<TokenWords.Word> words(TranscriptSegment segment, String language) {
    var tokens = segment.tokens().stream().map(TextToken::number).toList();
    return new TokenWords(tokenizer).split(tokens, language);
  }

  /// Windows become spectrograms, the encoder hears them, the decoder writes their tokens, and of
  /// these come segments. Ends where the recording does.
  ///
  /// @param audio at the model's sample rate, nothing read of it yet
  /// @param windows in order and apart, on the recording's time line, each no longer than
  ///     [#windowSeconds]
  /// @param before what windows before them said, to a run that was killed
  /// @param listener hears of each window, in order
  public void transcribe(
      Waveform audio, List<TimeRange> windows, List<EarlierText> before, WindowListener listener) {
    var reader = new WindowReader(audio, model.mel().windowSamples());
    var prompts = new Prompts(model, tokenizer, options);
    before.forEach(text -> prompts.said(text.tokens(), text.temperature()));
    var languages = new Languages(before);
    for (int from = 0; from < windows.size(); ) {
      var together = windows.subList(from, Math.min(windows.size(), from + batch.size()));
      var samples = reader.readAll(together);
      batch.each(
          samples.size(),
          (first, end) -> decode(samples.subList(first, end), prompts, languages),
          (first, end, decoded) ->
              listener.heard(
                  transcripts(together.subList(first, end), decoded, prompts),
                  samples.subList(first, end)));
      if (samples.size() < together.size()) {
        return;
      }
      from += together.size();
    }
  }

  /// What the models made of windows.
  private record Decoded(
      HeardAudio heard, List<String> spoken, List<WindowTask> tasks, List<DecodedText> texts) {}

  private Decoded decode(List<float[]> samples, Prompts prompts, Languages languages) {
    var heard = encoder.hear(samples.stream().map(this::spectrogram).toList());
    var spoken = languages.of(heard);
    var tasks = spoken.stream().map(prompts::task).toList();
    return new Decoded(heard, spoken, tasks, search.decode(heard, tasks));
  }

  private float[] spectrogram(float[] samples) {
    return features.of(samples, samples.length);
  }

  private List<WindowTranscript> transcripts(
      List<TimeRange> windows, Decoded decoded, Prompts prompts) {
    var transcripts = new ArrayList<WindowTranscript>();
    for (int i = 0; i < decoded.texts.size(); i++) {
      var text = decoded.texts.get(i);
      prompts.said(text.tokens(), text.temperature());
      transcripts.add(
          transcript(
              windows.get(i),
              decoded.spoken.get(i),
              text,
              decoded.heard.window(i),
              decoded.tasks.get(i)));
    }
    return transcripts;
  }

  private WindowTranscript transcript(
      TimeRange window, String language, DecodedText text, HeardAudio heard, WindowTask task) {
    if (options.acceptance().isSilence(text)) {
      return new WindowTranscript(window, language, text, List.of(), Optional.empty());
    }
    var found = segments.of(text.tokens(), window);
    var attention =
        options.attention().test(language)
            ? attention(heard, task, found)
            : Optional.<CrossAttention>empty();
    return new WindowTranscript(window, language, text, found, attention);
  }

  private Optional<CrossAttention> attention(
      HeardAudio heard, WindowTask task, List<TranscriptSegment> found) {
    if (found.isEmpty()) {
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
    private @Nullable String known;

    private Languages(List<EarlierText> before) {
      this.known = before.isEmpty() ? stated() : told(before.getFirst());
    }

    private @Nullable String told(EarlierText first) {
      return options.language() instanceof LanguageChoice.OfFirstWindow
          ? first.language()
          : stated();
    }

    private @Nullable String stated() {
      if (options.language() instanceof LanguageChoice.Stated(var code)) {
        return code;
      }
      return model.tokens().multilingual() ? null : ENGLISH;
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

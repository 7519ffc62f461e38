package voxcrate.engine.transcription;

import java.util.ArrayList;
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
import voxcrate.model.Precision;
import voxcrate.problem.ToolException;

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

  /// Windows of eight bits share the range of their numbers: what is heard in one would depend on
  /// the recording that happens to come next.
  private final boolean sharesBatches;

  private final FittingBatch batch;
  private final List<SpeechSource.Window> waiting = new ArrayList<>();

  private Transcriber(
      Transcription model,
      TranscriptionOptions options,
      Tokenizer tokenizer,
      AudioEncoder encoder,
      TextDecoder decoder,
      int batch,
      boolean sharesBatches) {
    this.model = model;
    this.batch = new FittingBatch(batch);
    this.sharesBatches = sharesBatches;
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
      return new Transcriber(
          model,
          options,
          tokenizer,
          encoder,
          decoder,
          options.batch(target),
          installed.descriptor().provenance().precision() != Precision.INT8);
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

  /// Hears of each window of a recording once, in order, and then of the end.
  @FunctionalInterface
  public interface WindowListener {
    /// @param windows that follow one another
    /// @param samples of each, at the model's sample rate
    /// @param nanos that they took; windows that are decoded together share alike
    /// @throws ToolException what keeps this recording, and no other, from going on
    void heard(List<WindowTranscript> windows, List<float[]> samples, long nanos);

    /// That was all: every window is heard, or the recording ends before.
    default void done() {}

    /// There will be no more. Whoever has one recording alone has no other that could go on.
    default void failed(ToolException failure) {
      throw failure;
    }
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
  /// The last windows may wait for those of the next recording, until as many are together as go
  /// through the models at once: [#finish] lets nobody wait any longer.
  ///
  /// @param audio at the model's sample rate, nothing read of it yet
  /// @param windows in order and apart, on the recording's time line, each no longer than
  ///     [#windowSeconds]
  /// @param before what windows before them said, to a run that was killed
  /// @param listener hears of each window, in order, and of the end, in this call or a later one
  public void transcribe(
      Waveform audio, List<TimeRange> windows, List<EarlierText> before, WindowListener listener) {
    var source = source(before, listener);
    try {
      read(audio, windows, source);
    } catch (ToolException e) {
      source.fail(e);
    }
    if (!sharesBatches) {
      finish();
    }
  }

  private SpeechSource source(List<EarlierText> before, WindowListener listener) {
    var prompts = new Prompts(model, tokenizer, options);
    before.forEach(text -> prompts.said(text.tokens(), text.temperature()));
    return new SpeechSource(prompts, language(before), listener);
  }

  private void read(Waveform audio, List<TimeRange> windows, SpeechSource source) {
    var reader = new WindowReader(audio, model.mel().windowSamples());
    for (var window : windows) {
      long start = System.nanoTime();
      var samples = reader.read(window);
      if (samples.length == 0) {
        break;
      }
      waiting.add(source.window(window, samples, System.nanoTime() - start));
      if (waiting.size() >= batch.size()) {
        finish();
      }
      if (source.isOver()) {
        return;
      }
    }
    source.allRead();
  }

  /// Transcribes the windows that wait for company.
  public void finish() {
    var together = waiting.stream().filter(window -> !window.source().isOver()).toList();
    waiting.clear();
    try {
      batch.each(
          together.size(),
          (first, end) -> decode(together.subList(first, end)),
          (first, end, decoded) -> tell(together.subList(first, end), decoded));
    } catch (ToolException e) {
      together.forEach(window -> window.source().fail(e));
    }
  }

  /// Each source hears of its windows, which are next to each other.
  private void tell(List<SpeechSource.Window> windows, Decoded decoded) {
    for (int first = 0, end; first < windows.size(); first = end) {
      var source = windows.get(first).source();
      end = first + 1;
      while (end < windows.size() && windows.get(end).source() == source) {
        end++;
      }
      source.heard(
          transcripts(windows, first, end, decoded),
          windows.subList(first, end),
          decoded.nanos / windows.size() * (end - first));
    }
  }

  /// What the models made of windows.
  private record Decoded(
      HeardAudio heard,
      List<String> spoken,
      List<WindowTask> tasks,
      List<DecodedText> texts,
      long nanos) {}

  private Decoded decode(List<SpeechSource.Window> windows) {
    long start = System.nanoTime();
    var heard = encoder.hear(windows.stream().map(this::spectrogram).toList());
    var spoken = languages(windows, heard);
    var tasks = new ArrayList<WindowTask>();
    for (int i = 0; i < windows.size(); i++) {
      tasks.add(windows.get(i).source().prompts().task(spoken.get(i)));
    }
    var texts = search.decode(heard, tasks);
    return new Decoded(heard, spoken, tasks, texts, System.nanoTime() - start);
  }

  private float[] spectrogram(SpeechSource.Window window) {
    return features.of(window.samples(), window.samples().length);
  }

  /// Of the windows from `first` up to `end`.
  private List<WindowTranscript> transcripts(
      List<SpeechSource.Window> windows, int first, int end, Decoded decoded) {
    var transcripts = new ArrayList<WindowTranscript>();
    for (int i = first; i < end; i++) {
      var text = decoded.texts.get(i);
      windows.get(i).source().prompts().said(text.tokens(), text.temperature());
      transcripts.add(
          transcript(
              windows.get(i).range(),
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

  /// As far as it is known before anything is heard: stated, or what a run that was killed found.
  private @Nullable String language(List<EarlierText> before) {
    if (options.language() instanceof LanguageChoice.Stated(var code)) {
      return code;
    }
    if (!model.tokens().multilingual()) {
      return ENGLISH;
    }
    return options.language() instanceof LanguageChoice.OfFirstWindow && !before.isEmpty()
        ? before.getFirst().language()
        : null;
  }

  /// One code for each window: what is known of its source, else what is heard in the first window
  /// of it, or in each.
  private List<String> languages(List<SpeechSource.Window> windows, HeardAudio heard) {
    var detector = new LanguageDetector(decoder);
    boolean changes = options.language() instanceof LanguageChoice.OfEachWindow;
    if (changes && windows.getFirst().source().language() == null) {
      return detector.detect(heard).stream().map(SpokenLanguage::code).toList();
    }
    var codes = new ArrayList<String>();
    for (int i = 0; i < windows.size(); i++) {
      var source = windows.get(i).source();
      var known = source.language();
      if (known == null) {
        known = detector.detect(heard.windows(i, 1)).getFirst().code();
        source.speaks(known);
      }
      codes.add(known);
    }
    return codes;
  }

  @Override
  public void close() {
    decoder.close();
    encoder.close();
  }
}

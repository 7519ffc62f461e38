import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.DecodingOptions;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.speech.SpeechWindows;
import voxcrate.engine.transcription.LanguageChoice;
import voxcrate.engine.transcription.Task;
import voxcrate.engine.transcription.Transcriber;
import voxcrate.engine.transcription.TranscriptionOptions;
import voxcrate.engine.transcription.decoding.Acceptance;
import voxcrate.engine.transcription.decoding.AudioEncoder;
import voxcrate.engine.transcription.decoding.SearchOptions;
import voxcrate.engine.transcription.decoding.SearchOptions.Suppressed;
import voxcrate.engine.transcription.decoding.TextDecoder;
import voxcrate.engine.transcription.decoding.WindowDecoder;
import voxcrate.engine.transcription.decoding.WindowTask;
import voxcrate.engine.transcription.tokens.Tokenizer;
import voxcrate.engine.transcription.tokens.TokenizerFiles;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.ModelDescriptorCodec;

/// Measures transcription by a converted Whisper model, whatever its weights: `TranscribeBench
/// window FOLDER THREADS` one window, `TranscribeBench recording FOLDER THREADS FILE BEAMS` a
/// recording, `TranscribeBench graphs FOLDER THREADS` loading, hearing and the single token.
/// `scripts/bench transcribe` starts it in turns with its peer, `scripts/bench convert` for each
/// precision.
///
/// Texts may not end before they have as many tokens as are wanted, so that weights do not matter.
/// Each line: what, ms of CPU, ms of wall time; behind them KiB of resident memory, once loaded
/// where that is asked for, and at most.
public final class TranscribeBench {
  private static final int ROUNDS = 3;
  private static final int[] BEAMS = {1, 5};
  private static final int[] ONE = {1};
  private static final int[] TOKENS = {52, 112};

  /// Two texts whose difference is forty steps of the decoder.
  private static final int[] FORTY_APART = {12, 52};

  private static final String LANGUAGE = "en";

  /// As `voxcrate transcribe` has it.
  private static final int WINDOWS_AT_ONCE = 4;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Path folder;
  private final ExecutionTarget target;
  private final Map<String, double[]> least = new TreeMap<>();

  private TranscribeBench(Path folder, int threads) {
    this.folder = folder;
    this.target = new ExecutionTarget.Cpu(threads);
  }

  public static void main(String[] arguments) throws IOException {
    var bench = new TranscribeBench(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    switch (arguments[0]) {
      case "window" -> bench.window();
      case "graphs" -> bench.graphs();
      case "recording" -> bench.recording(Path.of(arguments[3]), Integer.parseInt(arguments[4]));
      default -> throw new IllegalArgumentException("nothing named " + arguments[0]);
    }
    bench.least.forEach(
        (what, ms) -> System.out.printf(Locale.ROOT, "%s %.1f %.1f%n", what, ms[0], ms[1]));
    System.out.println("peak " + kib("VmHWM:"));
  }

  private void window() throws IOException {
    var model = model();
    try (var encoder = AudioEncoder.open(folder, model, target);
        var decoder = TextDecoder.open(folder, model, target)) {
      rounds(model, encoder, decoder, TOKENS, BEAMS);
    }
  }

  private void graphs() throws IOException {
    var model = model();
    var begin = Taken.now();
    try (var encoder = AudioEncoder.open(folder, model, target);
        var decoder = TextDecoder.open(folder, model, target)) {
      keep("load", begin);
      System.out.println("resident " + kib("VmRSS:"));
      rounds(model, encoder, decoder, FORTY_APART, ONE);
    }
  }

  private Transcription model() throws IOException {
    var descriptor = ModelDescriptorCodec.read(Files.readAllBytes(folder.resolve("model.json")));
    return (Transcription) descriptor.speech();
  }

  private void rounds(
      Transcription model, AudioEncoder encoder, TextDecoder decoder, int[] lengths, int[] beams)
      throws IOException {
    var tokenizer = TokenizerFiles.read(folder, model.tokenizer());
    var mel = noise(model);
    for (int round = 0; round < ROUNDS; round++) {
      measure("encode", () -> encoder.hear(List.of(mel)));
      var heard = encoder.hear(List.of(mel));
      for (int tokens : lengths) {
        for (int count : beams) {
          var texts = texts(decoder, tokenizer, model, count, tokens);
          var task = new WindowTask(prompt(model), 4, false);
          measure(
              count + "x" + tokens,
              () -> requireTokens(texts.decode(heard, List.of(task)).getFirst().tokens(), tokens));
        }
      }
    }
  }

  private static float[] noise(Transcription model) {
    var random = new Random(1);
    var mel = new float[model.mel().bins() * 2 * model.sizes().audioPositions()];
    for (int i = 0; i < mel.length; i++) {
      mel[i] = (float) random.nextGaussian();
    }
    return mel;
  }

  private static WindowDecoder texts(
      TextDecoder decoder, Tokenizer tokenizer, Transcription model, int beams, int tokens) {
    return new WindowDecoder(decoder, tokenizer, search(model, beams, tokens), Acceptance.FIRST);
  }

  private static List<Integer> prompt(Transcription model) {
    var tokens = model.tokens();
    return List.of(
        tokens.start(),
        tokens.languages().get(LANGUAGE),
        tokens.transcribe(),
        tokens.noTimestamps());
  }

  private void recording(Path file, int beams) throws IOException {
    var descriptor = ModelDescriptorCodec.read(Files.readAllBytes(folder.resolve("model.json")));
    var installed = new InstalledModel(folder, descriptor);
    var model = model();
    var options =
        new TranscriptionOptions(
            Task.TRANSCRIBE,
            new LanguageChoice.Stated(LANGUAGE),
            false,
            "",
            "",
            false,
            search(model, beams, TOKENS[0]),
            Acceptance.FIRST,
            OptionalInt.of(WINDOWS_AT_ONCE),
            _ -> false);
    var sound = Recording.of(List.of(file), DecodingOptions.DEFAULT, TimeRange.WHOLE);
    try (var transcriber = Transcriber.open(installed, options, target)) {
      measure("recording-" + beams, () -> transcribe(transcriber, sound));
    }
  }

  private static void transcribe(Transcriber transcriber, Recording sound) {
    try (var audio = sound.listen(new ChannelChoice.Average(), transcriber.sampleRate())) {
      var whole = List.of(new TimeRange(0, 600));
      var windows = SpeechWindows.of(whole, transcriber.windowSeconds());
      transcriber.transcribe(
          audio,
          windows,
          List.of(),
          (batch, _, _) ->
              batch.forEach(window -> requireTokens(window.decoded().tokens(), TOKENS[0])));
      transcriber.finish();
    }
  }

  private static SearchOptions search(Transcription model, int beams, int tokens) {
    var usual = SearchOptions.DEFAULT;
    return new SearchOptions(
        beams,
        usual.patience(),
        usual.lengthPenalty(),
        usual.samples(),
        tokens,
        usual.repetitionPenalty(),
        usual.noRepeatedRun(),
        new Suppressed(false, List.of(model.tokens().end())),
        usual.seed());
  }

  private static void requireTokens(List<Integer> text, int tokens) {
    if (text.size() != tokens) {
      throw new IllegalStateException(text.size() + " tokens, wanted " + tokens);
    }
  }

  private void measure(String what, Runnable work) {
    var begin = Taken.now();
    work.run();
    keep(what, begin);
  }

  /// Of several the least.
  private void keep(String what, Taken begin) {
    var end = Taken.now();
    least.merge(
        what,
        new double[] {(end.cpu - begin.cpu) / 1e6, (end.wall - begin.wall) / 1e6},
        (a, b) -> new double[] {Math.min(a[0], b[0]), Math.min(a[1], b[1])});
  }

  /// A moment, in nanoseconds.
  ///
  /// @param cpu of all threads, the compiler's included
  private record Taken(long cpu, long wall) {
    static Taken now() {
      return new Taken(PROCESS.getProcessCpuTime(), System.nanoTime());
    }
  }

  private static long kib(String what) throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(what)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no " + what);
  }
}

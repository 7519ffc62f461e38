package voxcrate.engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import voxcrate.engine.transcription.decoding.Acceptance;
import voxcrate.engine.transcription.decoding.LengthPenalty;
import voxcrate.engine.transcription.decoding.SearchOptions;
import voxcrate.engine.transcription.decoding.SearchOptions.Suppressed;
import voxcrate.json.Json;

/// How texts are searched for and believed, by the names that Whisper tools have for it.
final class SearchChoices {
  private static final double HOTTEST = 1;

  /// Sums of temperatures are off by no more.
  private static final double ROUNDING = 1e-6;

  @Spec(Spec.Target.MIXEE)
  CommandSpec verb;

  @Option(
      names = {"--beam-size", "--beam_size"},
      paramLabel = "N",
      defaultValue = "5",
      description = "Texts that are followed at a time; 1 is fastest (default: 5).")
  int beams = 5;

  @Option(
      names = {"--best-of", "--best_of"},
      paramLabel = "N",
      defaultValue = "5",
      description = "Texts that are drawn at a temperature above 0 (default: 5).")
  int bestOf = 5;

  @Option(
      names = "--patience",
      paramLabel = "F",
      defaultValue = "1",
      description = "Complete texts that are waited for, in beams (default: 1).")
  double patience = 1;

  @Option(
      names = {"--length-penalty", "--length_penalty"},
      paramLabel = "F",
      description = "Exponent of the length that texts are compared by (default: their length).")
  @Nullable Double lengthPenalty;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0",
      description = "0 takes the most probable text, above it texts are drawn (default: 0).")
  double temperature;

  @Option(
      names = {"--temperature-increment-on-fallback", "--temperature_increment_on_fallback"},
      paramLabel = "T|none",
      defaultValue = "0.2",
      converter = LimitConverter.class,
      description =
          "So much more, up to 1, where a text is not believed; none takes the first (default:"
              + " 0.2).")
  OptionalDouble increment = OptionalDouble.of(0.2);

  @Option(
      names = {"--compression-ratio-threshold", "--compression_ratio_threshold"},
      paramLabel = "F|none",
      defaultValue = "2.4",
      converter = LimitConverter.class,
      description = "A text that can be compressed further repeats itself (default: 2.4).")
  OptionalDouble compression = OptionalDouble.of(2.4);

  @Option(
      names = {"--logprob-threshold", "--log-prob-threshold", "--logprob_threshold"},
      paramLabel = "F|none",
      defaultValue = "-1",
      converter = LimitConverter.class,
      description = "Of a token on average; a text below it is not believed (default: -1).")
  OptionalDouble logProbability = OptionalDouble.of(-1);

  @Option(
      names = {"--no-speech-threshold", "--no_speech_threshold"},
      paramLabel = "P|none",
      defaultValue = "0.6",
      converter = LimitConverter.class,
      description =
          "Above this probability of silence a text that is not believed is none (default: 0.6).")
  OptionalDouble noSpeech = OptionalDouble.of(0.6);

  @Option(
      names = {"--repetition-penalty", "--repetition_penalty"},
      paramLabel = "F",
      defaultValue = "1",
      description = "Above 1 makes what was written less likely (default: 1).")
  double repetitionPenalty = 1;

  @Option(
      names = {"--no-repeat-ngram-size", "--no_repeat_ngram_size"},
      paramLabel = "N",
      defaultValue = "0",
      description = "Runs of so many tokens are not written twice; 0 allows all (default: 0).")
  int noRepeatedRun;

  @Option(
      names = {"--suppress-tokens", "--suppress_tokens"},
      paramLabel = "N,N…",
      defaultValue = "-1",
      description =
          "Tokens that are never written; -1 stands for those of symbols that nobody says"
              + " (default: -1).")
  String suppressed = "-1";

  @Option(
      names = {"--max-new-tokens", "--max_new_tokens"},
      paramLabel = "N",
      defaultValue = "224",
      description = "Tokens of a window's text at most (default: 224).")
  int maxTokens = SearchOptions.DEFAULT.maxTokens();

  SearchOptions search() {
    require(beams >= 1 && bestOf >= 1, "--beam-size and --best-of count from 1");
    require(patience > 0 && repetitionPenalty > 0, "--patience and penalties are above 0");
    require(noRepeatedRun >= 0, "--no-repeat-ngram-size counts from 0");
    require(maxTokens >= 1, "--max-new-tokens counts from 1");
    var usual = SearchOptions.DEFAULT;
    var penalty =
        lengthPenalty == null
            ? LengthPenalty.BY_LENGTH
            : new LengthPenalty(OptionalDouble.of(lengthPenalty));
    return new SearchOptions(
        beams,
        patience,
        penalty,
        bestOf,
        maxTokens,
        repetitionPenalty,
        noRepeatedRun,
        suppressed(),
        usual.seed());
  }

  Acceptance acceptance() {
    return new Acceptance(
        temperatures(),
        compression.orElse(Double.POSITIVE_INFINITY),
        logProbability.orElse(Double.NEGATIVE_INFINITY),
        noSpeech.orElse(Double.POSITIVE_INFINITY));
  }

  /// By the names of Whisper.
  Map<String, Json> parameters() {
    var parameters = new TreeMap<String, Json>();
    parameters.put("beam_size", Json.of(beams));
    parameters.put("best_of", Json.of(bestOf));
    parameters.put("patience", Json.of(patience));
    parameters.put("temperature", temperatures().stream().map(Json::of).collect(Json.toArray()));
    parameters.put("repetition_penalty", Json.of(repetitionPenalty));
    parameters.put("no_repeat_ngram_size", Json.of(noRepeatedRun));
    parameters.put("suppress_tokens", Json.of(suppressed));
    parameters.put("max_new_tokens", Json.of(maxTokens));
    put(parameters, "length_penalty", search().lengthPenalty().exponent());
    put(parameters, "compression_ratio_threshold", compression);
    put(parameters, "logprob_threshold", logProbability);
    put(parameters, "no_speech_threshold", noSpeech);
    return parameters;
  }

  private static void put(Map<String, Json> parameters, String name, OptionalDouble limit) {
    limit.ifPresent(number -> parameters.put(name, Json.of(number)));
  }

  private List<Double> temperatures() {
    require(temperature >= 0 && temperature <= HOTTEST, "--temperature lies between 0 and 1");
    require(increment.orElse(1) > 0, "--temperature-increment-on-fallback is above 0, or none");
    var temperatures = new ArrayList<>(List.of(temperature));
    increment.ifPresent(
        step -> {
          for (int i = 1; temperature + i * step <= HOTTEST + ROUNDING; i++) {
            temperatures.add(temperature + i * step);
          }
        });
    return temperatures;
  }

  private Suppressed suppressed() {
    require(
        suppressed.matches("|-?\\d{1,6}(,-?\\d{1,6})*"), "--suppress-tokens: numbers and commas");
    var numbers = new ArrayList<Integer>();
    for (var number : suppressed.isEmpty() ? new String[0] : suppressed.split(",")) {
      numbers.add(Integer.parseInt(number));
    }
    boolean usual = numbers.removeIf(number -> number < 0);
    return new Suppressed(usual, numbers);
  }

  private void require(boolean holds, String rule) {
    Usage.require(verb, holds, rule);
  }
}

package voxcrate.bundler.convert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What Whisper's tokenizers call the tokens that stand for no text, and their order in the
/// vocabularies that OpenAI published.
final class WhisperTokenNames {
  static final String END = "<|endoftext|>";
  static final String START = "<|startoftranscript|>";
  static final String TRANSLATE = "<|translate|>";
  static final String TRANSCRIBE = "<|transcribe|>";
  static final String START_OF_LM = "<|startoflm|>";
  static final String PREVIOUS = "<|startofprev|>";
  static final String NO_SPEECH = "<|nospeech|>";
  static final String OLDER_NO_SPEECH = "<|nocaptions|>";
  static final String NO_TIMESTAMPS = "<|notimestamps|>";
  static final String FIRST_TIMESTAMP = "<|0.00|>";

  private static final List<String> BEFORE_LANGUAGES = List.of(END, START);
  private static final List<String> AFTER_LANGUAGES =
      List.of(
          TRANSLATE, TRANSCRIBE, START_OF_LM, PREVIOUS, NO_SPEECH, NO_TIMESTAMPS, FIRST_TIMESTAMP);

  /// The last one came with large-v3.
  private static final List<String> LANGUAGES =
      List.of(
          ("en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta"
               + " no th ur hr bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn"
               + " bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk"
               + " nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue")
              .split(" ", -1));

  /// Size of the published vocabulary, number of its languages, and where the first of these tokens
  /// stands.
  private record Published(int vocabulary, int languages, int first) {}

  private static final List<Published> PUBLISHED =
      List.of(
          new Published(51_864, 99, 50_256),
          new Published(51_865, 99, 50_257),
          new Published(51_866, 100, 50_257));

  private WhisperTokenNames() {}

  /// Name and number of each, where a vocabulary of this size was published.
  static Optional<Map<String, Integer>> published(int vocabulary) {
    return PUBLISHED.stream()
        .filter(published -> published.vocabulary == vocabulary)
        .findFirst()
        .map(WhisperTokenNames::numbered);
  }

  private static Map<String, Integer> numbered(Published published) {
    var names = new ArrayList<>(BEFORE_LANGUAGES);
    LANGUAGES.stream()
        .limit(published.languages)
        .map(code -> "<|" + code + "|>")
        .forEach(names::add);
    names.addAll(AFTER_LANGUAGES);
    var numbers = new HashMap<String, Integer>();
    for (var name : names) {
      numbers.put(name, published.first + numbers.size());
    }
    return numbers;
  }
}

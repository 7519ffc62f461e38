package voxcrate.bundler.convert;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.model.SpecialTokens;

/// Finds a Whisper model's special tokens: by their names in `tokenizer.json` and
/// `added_tokens.json`, or, where there is neither, by the size of the vocabulary, as OpenAI's own
/// program does.
final class WhisperTokens {
  private static final String TOKENIZER = "tokenizer.json";
  private static final String ADDED = "added_tokens.json";

  /// Published ones have 2.5 MB.
  private static final long MAX_TOKENIZER_BYTES = 16 << 20;

  /// Vocabularies of one language are smaller.
  private static final int SMALLEST_MULTILINGUAL = 51_865;

  private static final Pattern LANGUAGE = Pattern.compile("<\\|([a-z]{2,3})\\|>");

  private final SourceFolder folder;
  private final int vocabulary;
  private final Map<String, Integer> numbers;

  private WhisperTokens(SourceFolder folder, int vocabulary) {
    this.folder = folder;
    this.vocabulary = vocabulary;
    var named = named();
    this.numbers = named.isEmpty() ? published() : named;
  }

  /// @param vocabulary number of tokens that the network tells apart
  /// @param multilingual where the model says so itself
  static SpecialTokens read(SourceFolder folder, int vocabulary, Optional<Boolean> multilingual) {
    boolean several = multilingual.orElse(vocabulary >= SMALLEST_MULTILINGUAL);
    return new WhisperTokens(folder, vocabulary).special(several);
  }

  private Map<String, Integer> named() {
    var named = new HashMap<String, Integer>();
    ModelDocument.find(folder, TOKENIZER, MAX_TOKENIZER_BYTES)
        .ifPresent(
            file ->
                file.ask(
                    json -> {
                      json.objects("added_tokens")
                          .forEach(token -> put(named, token.text("content"), token.get("id")));
                      return named;
                    }));
    ModelDocument.find(folder, ADDED)
        .ifPresent(
            file ->
                file.ask(
                    json -> {
                      json.members().forEach((name, number) -> put(named, name, number));
                      return named;
                    }));
    return named;
  }

  /// A name that two files have counts as the first says. What was added behind the tokens of the
  /// network is never said.
  private void put(Map<String, Integer> named, String name, Json number) {
    if (!(number instanceof Json.Num token) || token.asLong() < 0) {
      throw new JsonException("the token '" + name + "' has no number");
    }
    if (token.asLong() < vocabulary) {
      named.putIfAbsent(name, (int) token.asLong());
    }
  }

  private Map<String, Integer> published() {
    return WhisperTokenNames.published(vocabulary)
        .orElseThrow(
            () ->
                refused("neither is there, and no published model has " + vocabulary + " tokens"));
  }

  private SpecialTokens special(boolean multilingual) {
    return new SpecialTokens(
        multilingual,
        number(WhisperTokenNames.END),
        number(WhisperTokenNames.START),
        multilingual ? languages() : Map.of(),
        number(WhisperTokenNames.TRANSLATE),
        number(WhisperTokenNames.TRANSCRIBE),
        number(WhisperTokenNames.START_OF_LM),
        number(WhisperTokenNames.PREVIOUS),
        find(WhisperTokenNames.NO_SPEECH)
            .orElseGet(() -> number(WhisperTokenNames.OLDER_NO_SPEECH)),
        number(WhisperTokenNames.NO_TIMESTAMPS),
        firstTimestamp());
  }

  /// Older tokenizers do not name those behind the last special token.
  private int firstTimestamp() {
    int first =
        find(WhisperTokenNames.FIRST_TIMESTAMP).orElse(number(WhisperTokenNames.NO_TIMESTAMPS) + 1);
    if (first >= vocabulary) {
      throw refused("no token of a time");
    }
    return first;
  }

  /// Those between the start and the tasks, in the order of their tokens.
  private Map<String, Integer> languages() {
    int start = number(WhisperTokenNames.START);
    int end = number(WhisperTokenNames.TRANSLATE);
    var languages = new LinkedHashMap<String, Integer>();
    numbers.entrySet().stream()
        .filter(token -> token.getValue() > start && token.getValue() < end)
        .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .forEach(token -> putLanguage(languages, token.getKey(), token.getValue()));
    if (languages.isEmpty()) {
      throw refused("no token of a language");
    }
    return languages;
  }

  private static void putLanguage(Map<String, Integer> languages, String name, int number) {
    var matcher = LANGUAGE.matcher(name);
    if (matcher.matches()) {
      languages.put(matcher.group(1), number);
    }
  }

  private int number(String name) {
    return find(name).orElseThrow(() -> refused("no token '" + name + "'"));
  }

  private Optional<Integer> find(String name) {
    return Optional.ofNullable(numbers.get(name));
  }

  private RuntimeException refused(String found) {
    var files = folder.path().resolve(TOKENIZER) + " or " + ADDED;
    return Refusal.configuration(files, found);
  }
}

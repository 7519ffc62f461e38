package voxcrate.bundler.convert;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import voxcrate.json.Json;
import voxcrate.json.JsonException;

/// The labels that a CTC head tells apart: `vocab.json`, and `added_tokens.json` where there is
/// one. Without them the classes have no names.
///
/// @param labels by class; empty text where no file names the class
/// @param wordSeparator class of the label between words
record CtcVocabulary(List<String> labels, OptionalInt wordSeparator) {
  static final String FILE_NAME = "vocab.json";
  private static final String ADDED = "added_tokens.json";
  private static final String TOKENIZER = "tokenizer_config.json";

  /// What Transformers assumes where a tokenizer does not say.
  private static final String USUAL_SEPARATOR = "|";

  CtcVocabulary {
    labels = List.copyOf(labels);
  }

  /// @param count of the labels that the head tells apart
  static CtcVocabulary read(SourceFolder folder, int count) {
    var labels = new String[count];
    Arrays.fill(labels, "");
    ModelDocument.find(folder, FILE_NAME).ifPresent(vocabulary -> putAll(labels, vocabulary));
    ModelDocument.find(folder, ADDED).ifPresent(added -> putAdded(labels, added));
    return new CtcVocabulary(List.of(labels), separator(folder, labels));
  }

  private static void putAll(String[] labels, ModelDocument vocabulary) {
    vocabulary.ask(
        json -> {
          json.members().forEach((label, number) -> put(labels, label, number));
          return labels;
        });
  }

  private static void put(String[] labels, String label, Json number) {
    if (!(number instanceof Json.Num count)
        || count.asLong() < 0
        || count.asLong() >= labels.length) {
      throw new JsonException(
          "the label '" + label + "' is none of the " + labels.length + " classes");
    }
    int index = (int) count.asLong();
    if (label.isEmpty() || !labels[index].isEmpty()) {
      throw new JsonException("class " + index + " has two labels, or an empty one");
    }
    labels[index] = label;
  }

  /// Tokens that were added behind the head's classes are never heard.
  private static void putAdded(String[] labels, ModelDocument added) {
    added.ask(
        json -> {
          json.members()
              .forEach(
                  (label, number) -> {
                    boolean behind =
                        number instanceof Json.Num count && count.asLong() >= labels.length;
                    if (!behind && !Arrays.asList(labels).contains(label)) {
                      put(labels, label, number);
                    }
                  });
          return labels;
        });
  }

  private static OptionalInt separator(SourceFolder folder, String[] labels) {
    var separator =
        ModelDocument.find(folder, TOKENIZER)
            .map(tokenizer -> tokenizer.text("word_delimiter_token", USUAL_SEPARATOR))
            .orElse(USUAL_SEPARATOR);
    int index = Arrays.asList(labels).indexOf(separator);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }
}

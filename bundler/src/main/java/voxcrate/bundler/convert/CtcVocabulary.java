package voxcrate.bundler.convert;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import voxcrate.json.Json;
import voxcrate.json.JsonException;

/// The labels that a CTC head tells apart: `vocab.json`, and `added_tokens.json` where there is
/// one. Without them the classes have no names.
///
/// @param labels by class; empty text where no file names the class
/// @param wordSeparator class of the label between words
/// @param padding class of the label that fills up; models for Transformers have it as their blank
record CtcVocabulary(List<String> labels, OptionalInt wordSeparator, OptionalInt padding) {
  static final String FILE_NAME = "vocab.json";
  private static final String ADDED = "added_tokens.json";
  private static final String TOKENIZER = "tokenizer_config.json";

  /// What Transformers assumes where a tokenizer does not say.
  private static final String USUAL_SEPARATOR = "|";

  private static final String USUAL_PADDING = "<pad>";

  CtcVocabulary {
    labels = List.copyOf(labels);
  }

  /// @param count of the labels that the head tells apart
  static CtcVocabulary read(SourceFolder folder, int count) {
    var labels = new String[count];
    Arrays.fill(labels, "");
    ModelDocument.find(folder, FILE_NAME).ifPresent(vocabulary -> putAll(labels, vocabulary));
    ModelDocument.find(folder, ADDED).ifPresent(added -> putAdded(labels, added));
    var tokenizer = ModelDocument.find(folder, TOKENIZER);
    return new CtcVocabulary(
        List.of(labels),
        named(labels, tokenizer, "word_delimiter_token", USUAL_SEPARATOR),
        named(labels, tokenizer, "pad_token", USUAL_PADDING));
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
    var known = new HashSet<>(Arrays.asList(labels));
    added.ask(
        json -> {
          json.members()
              .forEach(
                  (label, number) -> {
                    boolean behind =
                        number instanceof Json.Num count && count.asLong() >= labels.length;
                    if (!behind && !known.contains(label)) {
                      put(labels, label, number);
                    }
                  });
          return labels;
        });
  }

  /// Class of the label that the tokenizer calls its `member`.
  private static OptionalInt named(
      String[] labels, Optional<ModelDocument> tokenizer, String member, String otherwise) {
    var label = tokenizer.flatMap(file -> file.ask(json -> token(json, member))).orElse(otherwise);
    int index = Arrays.asList(labels).indexOf(label);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /// A text, or an object whose `content` it is.
  private static Optional<String> token(Json.Obj tokenizer, String member) {
    return tokenizer
        .find(member)
        .map(
            found ->
                found instanceof Json.Obj described
                    ? described.text("content")
                    : tokenizer.text(member));
  }
}

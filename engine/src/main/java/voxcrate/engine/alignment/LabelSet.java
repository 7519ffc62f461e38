package voxcrate.engine.alignment;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import voxcrate.model.ModelDescriptor.Alignment;

/// The characters that an alignment model knows, in lower case.
final class LabelSet {
  /// No label at all.
  static final int NONE = -1;

  private final Map<String, Integer> classes = new HashMap<>();
  private final OptionalInt separator;
  private final int blank;
  private final int wildcard;

  LabelSet(List<String> labels, int blank, OptionalInt separator) {
    this.separator = separator;
    this.blank = blank;
    this.wildcard = labels.size();
    for (int label = 0; label < labels.size(); label++) {
      // Blank and separator have spellings too, often - and |, which are no characters of a text.
      if (label != blank && label != separator.orElse(NONE)) {
        classes.put(labels.get(label).toLowerCase(Locale.ROOT), label);
      }
    }
  }

  static LabelSet of(Alignment model) {
    return new LabelSet(model.labels(), model.blank(), model.wordSeparator());
  }

  /// The label of a character in lower case, or the wildcard.
  int of(String character) {
    return classes.getOrDefault(character, wildcard);
  }

  /// The label between words; [#NONE] where the model or the language has none.
  int separator(Script script) {
    return switch (script) {
      case SPACED -> separator.orElse(NONE);
      case UNSPACED -> NONE;
    };
  }

  int blank() {
    return blank;
  }

  /// The class behind the last one of the model.
  int wildcard() {
    return wildcard;
  }
}

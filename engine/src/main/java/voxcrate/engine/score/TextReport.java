package voxcrate.engine.score;

import java.util.List;

/// How well the words of several recordings were found, each and together.
public record TextReport(List<Row> recordings) {
  /// @param errors of one recording
  public record Row(String name, WordErrors errors) {}

  public TextReport {
    recordings = List.copyOf(recordings);
  }

  public static TextReport of(List<TextPair> pairs) {
    return new TextReport(pairs.stream().map(pair -> new Row(pair.name(), pair.errors())).toList());
  }

  /// Over all recordings as if they were one: long ones weigh more.
  public WordErrors total() {
    return recordings.stream().map(Row::errors).reduce(WordErrors.NONE, WordErrors::plus);
  }
}

package voxcrate.engine.alignment;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Finds the times of a text's words by an alignment model, sentence by sentence, as WhisperX does.
public final class ForcedAligner {
  private final AcousticModel model;
  private final LabelSet labels;

  public ForcedAligner(AlignmentModel model) {
    this(model::listen, model.labels());
  }

  ForcedAligner(AcousticModel model, LabelSet labels) {
    this.model = model;
    this.labels = labels;
  }

  /// What tells the labels of sound.
  @FunctionalInterface
  interface AcousticModel {
    Emission listen(float[] samples);
  }

  /// Gives the sentences of an utterance with the times of their words; sentences that fall
  /// together in time are one. Where the text cannot be said in so little sound, it stays one, with
  /// its own times, and its words share them by their length, without confidence.
  ///
  /// @param samples what is heard during the utterance, at the model's sample rate
  /// @return nothing for a text without words
  public List<TimedText> align(Utterance utterance, float[] samples) {
    var script = Script.of(utterance.language());
    var pieces = WordPiece.of(utterance.text(), script);
    var spelling = Spelling.of(utterance.text(), script, labels);
    if (pieces.isEmpty()) {
      return List.of();
    }
    if (spelling.isEmpty() || samples.length == 0) {
      return List.of(EstimatedWords.of(utterance, pieces));
    }
    var emission = model.listen(samples).withWildcard(labels.blank()); // frames × labels
    return ForcedPath.of(emission, spelling.tokens(), labels.blank())
        .map(path -> words(utterance, pieces, spelling, path, emission.frames()))
        .map(words -> sentences(utterance, pieces, words))
        .orElseGet(() -> List.of(EstimatedWords.of(utterance, pieces)));
  }

  private static List<Word> words(
      Utterance utterance,
      List<WordPiece> pieces,
      Spelling spelling,
      List<LabelSpan> path,
      int frames) {
    double frameSeconds = (utterance.endSeconds() - utterance.startSeconds()) / frames;
    var words = new ArrayList<Word>(pieces.size());
    int token = 0;
    for (var piece : pieces) {
      int first = token;
      double score = 0;
      while (token < path.size() && spelling.place(token) < piece.end()) {
        if (spelling.place(token) < piece.start()) {
          first = token + 1; // the blank before the word
        } else {
          score += path.get(token).score();
        }
        token++;
      }
      words.add(
          new Word(
              piece.text(),
              utterance.startSeconds() + path.get(first).startFrame() * frameSeconds,
              utterance.startSeconds() + path.get(token - 1).endFrame() * frameSeconds,
              OptionalDouble.of(score / (token - first))));
    }
    return words;
  }

  private static List<TimedText> sentences(
      Utterance utterance, List<WordPiece> pieces, List<Word> words) {
    var sentences = new ArrayList<TimedText>();
    int first = 0;
    for (int end :
        Sentences.ends(words.stream().map(Word::spelling).toList(), utterance.language())) {
      var text = utterance.text().substring(pieces.get(first).start(), pieces.get(end - 1).end());
      sentences.add(TimedText.of(text, words.subList(first, end)));
      first = end;
    }
    return sentences;
  }
}

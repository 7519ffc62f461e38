package voxcrate.engine.alignment;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Times of words that could not be found: an utterance's time, shared by the words' lengths.
final class EstimatedWords {
  private EstimatedWords() {}

  static TimedText of(Utterance utterance, List<WordPiece> pieces) {
    int characters = pieces.stream().mapToInt(piece -> piece.text().length()).sum();
    double start = utterance.startSeconds();
    double seconds = (utterance.endSeconds() - start) / Math.max(1, characters);
    var words = new ArrayList<Word>(pieces.size());
    int said = 0;
    for (var piece : pieces) {
      int next = said + piece.text().length();
      words.add(
          new Word(
              piece.text(),
              start + said * seconds,
              start + next * seconds,
              OptionalDouble.empty()));
      said = next;
    }
    return new TimedText(start, utterance.endSeconds(), utterance.text().strip(), words);
  }
}

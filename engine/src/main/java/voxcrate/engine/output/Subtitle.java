package voxcrate.engine.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import voxcrate.engine.diarization.Speaker;

/// What is shown at once.
///
/// @param pieces put together its text; line breaks are those of the layout
record Subtitle(
    double startSeconds, double endSeconds, Optional<Speaker> speaker, List<Piece> pieces) {
  Subtitle {
    pieces = List.copyOf(pieces);
  }

  /// A word, with the blank or the line break before it.
  record Piece(String text, double startSeconds, double endSeconds, boolean underlined) {
    Piece underline() {
      return new Piece(text, startSeconds, endSeconds, true);
    }
  }

  static Subtitle of(Optional<Speaker> speaker, List<Piece> pieces) {
    return new Subtitle(
        pieces.getFirst().startSeconds(), pieces.getLast().endSeconds(), speaker, pieces);
  }

  /// The same word by word: each is underlined while it is said, none in the pauses.
  List<Subtitle> highlighted() {
    var parts = new ArrayList<Subtitle>();
    double last = startSeconds;
    for (int i = 0; i < pieces.size(); i++) {
      var piece = pieces.get(i);
      if (millis(last) != millis(piece.startSeconds())) {
        parts.add(new Subtitle(last, piece.startSeconds(), speaker, pieces));
      }
      var marked = new ArrayList<>(pieces);
      marked.set(i, piece.underline());
      parts.add(new Subtitle(piece.startSeconds(), piece.endSeconds(), speaker, marked));
      last = piece.endSeconds();
    }
    return parts;
  }

  /// Halves go to the even one, as in Python.
  static long millis(double seconds) {
    return (long) Math.rint(seconds * 1000);
  }
}

package voxcrate.model;

import java.util.stream.Stream;
import voxcrate.model.ModelDescriptor.AlignmentHead;

/// The sizes that a decoding loop lays its buffers out by.
///
/// @param layers of the decoder, each with a cache
/// @param heads of each attention of the decoder
/// @param headSize numbers of one head
/// @param audioPositions of a full window
/// @param textPositions the most tokens that the decoder looks back on, prompt included
/// @param vocabulary tokens, special ones included
public record DecoderSizes(
    int layers, int heads, int headSize, int audioPositions, int textPositions, int vocabulary) {
  public DecoderSizes {
    if (layers < 1
        || heads < 1
        || headSize < 1
        || audioPositions < 1
        || textPositions < 1
        || vocabulary < 1) {
      throw new IllegalArgumentException("a decoder without extent");
    }
  }

  /// @throws IllegalArgumentException when one of the tokens is none of the vocabulary
  void requireTokens(Stream<Integer> tokens) {
    tokens
        .filter(token -> token < 0 || token >= vocabulary)
        .findFirst()
        .ifPresent(
            token -> {
              throw new IllegalArgumentException(
                  "token " + token + " of a vocabulary of " + vocabulary);
            });
  }

  /// @throws IllegalArgumentException when the decoder has no such head
  void requireHead(AlignmentHead head) {
    if (head.layer() < 0 || head.layer() >= layers || head.head() < 0 || head.head() >= heads) {
      throw new IllegalArgumentException(
          head + " of " + layers + " layers with " + heads + " heads");
    }
  }
}

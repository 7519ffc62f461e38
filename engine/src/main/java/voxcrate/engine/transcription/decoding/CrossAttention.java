package voxcrate.engine.transcription.decoding;

import java.util.List;
import java.util.stream.IntStream;

/// Where in a window's audio the decoder looked while it wrote, for finding the times of words.
///
/// @param tokens that were read, in order: the prompt from the start on, with the token that asks
///     for text without times, then `text`, then the end
/// @param promptTokens how many of them stand before the text
/// @param heads of the decoder, in the order of the model's description
/// @param positions of a full window's audio
/// @param fit heads × tokens × positions, row-major, before the soft-max over the positions; row i
///     of a head says where was looked after token i had been read, to find token i + 1
/// @param probabilities of the tokens of the text, each after those before it, among tokens of text
///     alone
public record CrossAttention(
    List<Integer> tokens,
    int promptTokens,
    int heads,
    int positions,
    Numbers fit,
    Numbers probabilities) {
  public CrossAttention {
    tokens = List.copyOf(tokens);
  }

  /// Numbers that nobody changes.
  public static final class Numbers {
    private final float[] values;

    Numbers(float[] values) {
      this.values = values;
    }

    public int count() {
      return values.length;
    }

    public float get(int index) {
      return values[index];
    }

    public float[] toArray() {
      return values.clone();
    }

    public List<Double> toList() {
      return IntStream.range(0, values.length).mapToObj(i -> (double) values[i]).toList();
    }
  }
}

package voxcrate.engine.transcription.decoding;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import voxcrate.engine.onnx.FloatTensor;
import voxcrate.model.ModelDescriptor.Transcription;

/// Reads finished texts once more, all tokens at once, and sees where the decoder looks.
public final class AttentionReader {
  private final TextDecoder decoder;
  private final Transcription model;

  public AttentionReader(TextDecoder decoder) {
    this.decoder = decoder;
    this.model = decoder.model();
  }

  /// @param audio one window
  /// @param start from the start on what the text was prompted with, times asked for or not
  /// @param text its tokens, no special ones
  public CrossAttention read(HeardAudio audio, List<Integer> start, List<Integer> text) {
    var tokens = new ArrayList<>(start);
    if (tokens.getLast() != model.tokens().noTimestamps()) {
      tokens.add(model.tokens().noTimestamps());
    }
    int prompt = tokens.size();
    tokens.addAll(text);
    tokens.add(model.tokens().end());
    try (var memory = Arena.ofConfined();
        var run = decoder.begin(audio, List.of(tokens))) {
      var fit = FloatTensor.in(memory, 1, heads(), tokens.size(), model.sizes().audioPositions());
      run.readAligned(fit, fromEnd(text.size()));
      var numbers = new float[heads() * tokens.size() * model.sizes().audioPositions()];
      fit.get(0, numbers);
      return new CrossAttention(
          tokens,
          prompt,
          heads(),
          model.sizes().audioPositions(),
          new CrossAttention.Numbers(numbers),
          new CrossAttention.Numbers(probabilities(run, text)));
    }
  }

  private int heads() {
    var sizes = model.sizes();
    return model.alignmentHeads().isEmpty()
        ? (sizes.layers() - sizes.layers() / 2) * sizes.heads()
        : model.alignmentHeads().size();
  }

  /// Those before each token of the text: the last of the prompt, and all of the text but its last.
  private static int[] fromEnd(int text) {
    var numbers = new int[text];
    for (int i = 0; i < text; i++) {
      numbers[i] = text + 2 - i;
    }
    return numbers;
  }

  private float[] probabilities(DecoderRun run, List<Integer> text) {
    var logits = run.logits(0);
    var row = new float[model.sizes().vocabulary()];
    var probabilities = new float[text.size()];
    for (int i = 0; i < probabilities.length; i++) {
      logits.read(i, row);
      double sum = LogSum.of(row, 0, model.tokens().end());
      probabilities[i] = (float) Math.exp(row[text.get(i)] - sum);
    }
    return probabilities;
  }
}

package voxcrate.engine.transcription.decoding;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import voxcrate.engine.onnx.BoundGraph;
import voxcrate.engine.onnx.FloatTensor;
import voxcrate.engine.onnx.LongTensor;
import voxcrate.model.DecoderSizes;

/// The texts of some windows on their way through the decoder, step by step: first all prompts at
/// once, then a token for each text of each window.
///
/// Every window has equally many texts in a step. Windows at either end whose texts are complete
/// are left out of the steps that follow.
final class DecoderRun implements AutoCloseable {
  private final BoundGraph graph;
  private final DecoderSizes sizes;
  private final HeardAudio audio;
  private final List<List<Integer>> prompts;
  private final int promptTokens;
  private final TextMemory memory;

  private Arena stepMemory = Arena.ofShared();
  private FloatTensor mask;
  private FloatTensor logits;
  private LongTensor tokens;
  private LongTensor places;
  private LongTensor from;

  /// Windows that are still decoded.
  private int first;

  private int count;

  /// New tokens of each window in a step.
  private int width;

  private int scored;
  private float[] maskRow = new float[0];

  /// @param prompts of each window, one at least
  DecoderRun(TextDecoder decoder, HeardAudio audio, List<List<Integer>> prompts) {
    this.graph = decoder.graph();
    this.sizes = decoder.model().sizes();
    this.audio = audio;
    this.prompts = List.copyOf(prompts);
    this.promptTokens = Collections.max(prompts.stream().map(List::size).toList());
    this.memory = new TextMemory(graph::memory, sizes, prompts.size());
    this.count = prompts.size();
    this.mask = FloatTensor.in(stepMemory, 1);
    this.logits = mask;
    this.tokens = LongTensor.in(stepMemory, 1);
    this.places = tokens;
    this.from = tokens;
  }

  /// Reads all prompts. Shorter ones stand at the end, behind tokens that nobody sees.
  ///
  /// @param fromEnd the tokens whose followers are wanted, counted from the prompts' end: 1 is the
  ///     last; by their number [#logits] knows them afterwards
  void readPrompts(int... fromEnd) {
    prepareForPrompts(fromEnd);
    graph.run();
  }

  /// The same, and how well each token fits the audio.
  ///
  /// @param fit takes windows × alignment heads × tokens × positions
  void readAligned(FloatTensor fit, int... fromEnd) {
    prepareForPrompts(fromEnd);
    graph.bindOutput(TextDecoder.ALIGNMENT, fit);
    try {
      graph.run();
    } finally {
      graph.unbindOutput(TextDecoder.ALIGNMENT);
    }
  }

  private void prepareForPrompts(int... fromEnd) {
    memory.reserve(promptTokens);
    prepare(promptTokens, fromEnd.length);
    var wanted = LongTensor.in(stepMemory, fromEnd.length);
    for (int i = 0; i < fromEnd.length; i++) {
      wanted.put(i, promptTokens - fromEnd[i]);
    }
    graph.bindInput(TextDecoder.SCORED, wanted);
    for (int window = 0; window < count; window++) {
      putPrompt(window, prompts.get(window));
    }
  }

  private void putPrompt(int window, List<Integer> prompt) {
    int hidden = promptTokens - prompt.size();
    from.put(window, memory.from(window));
    for (int i = 0; i < promptTokens; i++) {
      int place = Math.max(0, i - hidden);
      tokens.put(window * promptTokens + i, prompt.get(place));
      places.put(window * promptTokens + i, place);
      if (i < hidden) {
        hide(window * promptTokens + i, i);
      } else {
        memory.append(window, i == hidden ? hidden : 0, 1);
        memory.mask(window, 0, maskRow);
        mask.put((window * promptTokens + i) * memory.room(), maskRow);
      }
    }
  }

  /// A token that nobody sees has to look at something, else it is no number.
  private void hide(int row, int place) {
    Arrays.fill(maskRow, Float.NEGATIVE_INFINITY);
    maskRow[place] = 0;
    mask.put(row * memory.room(), maskRow);
  }

  /// All windows' texts go on by one token.
  ///
  /// @param continuations of each window from `first` on, `width` for each
  void step(int first, List<List<Continuation>> continuations) {
    int texts = continuations.getFirst().size();
    boolean moved = memory.reserve(texts);
    boolean others = first != this.first || continuations.size() != count;
    if (moved || others || texts != width || texts != scored) {
      this.first = first;
      this.count = continuations.size();
      prepare(texts, texts);
      var wanted = LongTensor.in(stepMemory, texts);
      for (int i = 0; i < texts; i++) {
        wanted.put(i, i);
      }
      graph.bindInput(TextDecoder.SCORED, wanted);
    }
    for (int i = 0; i < count; i++) {
      putStep(i, continuations.get(i));
    }
    graph.run();
  }

  private void putStep(int index, List<Continuation> texts) {
    int window = first + index;
    from.put(index, memory.from(window));
    memory.branch(window, texts.stream().map(Continuation::parent).toList());
    for (int text = 0; text < texts.size(); text++) {
      int row = index * width + text;
      tokens.put(row, texts.get(text).token());
      places.put(row, memory.length(window, text) - 1);
      memory.mask(window, text, maskRow);
      mask.put(row * memory.room(), maskRow);
    }
  }

  /// What may follow the texts of a window, or the tokens of its prompt that were asked for.
  Logits logits(int window) {
    int row = (window - first) * scored;
    return (text, target) -> logits.get((row + text) * sizes.vocabulary(), target);
  }

  /// New shapes: the tensors of a step are made and bound anew.
  private void prepare(int width, int scored) {
    this.width = width;
    this.scored = scored;
    stepMemory.close();
    stepMemory = Arena.ofShared();
    maskRow = new float[memory.room()];
    mask = FloatTensor.in(stepMemory, count, 1, width, memory.room());
    logits = FloatTensor.in(stepMemory, count, scored, sizes.vocabulary());
    tokens = LongTensor.in(stepMemory, count, width);
    places = LongTensor.in(stepMemory, count, width);
    from = LongTensor.in(stepMemory, count);
    graph.bindInput(TextDecoder.TOKENS, tokens);
    graph.bindInput(TextDecoder.PLACES, places);
    graph.bindInput(TextDecoder.FROM, from);
    graph.bindInput(TextDecoder.MASK, mask);
    graph.bindOutput(TextDecoder.LOGITS, logits);
    bindMemory();
  }

  private void bindMemory() {
    var heard = audio.windows(first, count);
    for (int layer = 0; layer < sizes.layers(); layer++) {
      graph.bindInput(TextDecoder.CROSS_KEY + layer, heard.keys().get(layer));
      graph.bindInput(TextDecoder.CROSS_VALUE + layer, heard.values().get(layer));
      var keys = memory.keys(layer).part(first, count);
      var values = memory.values(layer).part(first, count);
      graph.bindInput(TextDecoder.PAST_KEY + layer, keys);
      graph.bindInput(TextDecoder.PAST_VALUE + layer, values);
      graph.bindOutput(TextDecoder.PRESENT_KEY + layer, keys);
      graph.bindOutput(TextDecoder.PRESENT_VALUE + layer, values);
    }
  }

  @Override
  public void close() {
    memory.close();
    stepMemory.close();
  }
}

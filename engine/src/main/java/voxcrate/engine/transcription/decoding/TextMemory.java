package voxcrate.engine.transcription.decoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import voxcrate.engine.onnx.FloatTensor;
import voxcrate.engine.onnx.TensorMemory;
import voxcrate.model.DecoderSizes;

/// Keys and values of the tokens written so far, and which text of a window sees which of them.
///
/// The texts of one window lie in one memory. A text that branches off gets a copy of what its
/// parent sees, some numbers in a mask, and no key or value is moved for it. What no text sees any
/// more is thrown out where room would be lacking otherwise; the rest moves together.
final class TextMemory implements AutoCloseable {
  private static final float HIDDEN = Float.NEGATIVE_INFINITY;

  /// What is not used is looked at in vain, and each growing copies everything.
  private static final int ROOM_STEP = 64;

  private final DecoderSizes sizes;
  private final int windows;

  /// Tokens of each window in the memory.
  private final int[] used;

  /// By window and text, the places in the memory that it sees.
  private final List<List<BitSet>> seen = new ArrayList<>();

  private final Supplier<TensorMemory> source;
  private TensorMemory memory;
  private List<FloatTensor> tensors = List.of();
  private int room;

  /// @param source gives memory where the decoder computes
  TextMemory(Supplier<TensorMemory> source, DecoderSizes sizes, int windows) {
    this.source = source;
    this.memory = source.get();
    this.sizes = sizes;
    this.windows = windows;
    this.used = new int[windows];
    for (int window = 0; window < windows; window++) {
      seen.add(new ArrayList<>(List.of(new BitSet())));
    }
  }

  /// Places for tokens, used or not.
  int room() {
    return room;
  }

  /// windows × heads × room × head size
  FloatTensor keys(int layer) {
    return tensors.get(2 * layer);
  }

  FloatTensor values(int layer) {
    return tensors.get(2 * layer + 1);
  }

  /// Where a window's next token comes.
  int from(int window) {
    return used[window];
  }

  /// Makes sure that each window has room for so many more tokens.
  ///
  /// @return whether the tensors are others than before
  boolean reserve(int tokens) {
    if (room - Arrays.stream(used).max().orElse(0) >= tokens) {
      return false;
    }
    for (int window = 0; window < windows; window++) {
      forgetUnseen(window);
    }
    int wanted = Arrays.stream(used).max().orElse(0) + tokens;
    if (wanted <= room) {
      return false;
    }
    grow(Math.ceilDiv(wanted, ROOM_STEP) * ROOM_STEP);
    return true;
  }

  /// The window's texts become others: each goes on from the text of that number, by the token at
  /// the next place, in this order.
  void branch(int window, List<Integer> parents) {
    var texts = new ArrayList<BitSet>();
    for (int i = 0; i < parents.size(); i++) {
      var text = (BitSet) seen.get(window).get(parents.get(i)).clone();
      text.set(used[window] + i);
      texts.add(text);
    }
    seen.set(window, texts);
    used[window] += parents.size();
  }

  /// The window's single text goes on by `tokens` tokens behind `hidden` ones that nobody sees.
  void append(int window, int hidden, int tokens) {
    var text = seen.get(window).getFirst();
    text.set(used[window] + hidden, used[window] + hidden + tokens);
    used[window] += hidden + tokens;
  }

  /// Numbers of places that a text sees.
  int length(int window, int text) {
    return seen.get(window).get(text).cardinality();
  }

  /// What a text sees, as the decoder's mask has it.
  void mask(int window, int text, float[] row) {
    Arrays.fill(row, HIDDEN);
    var places = seen.get(window).get(text);
    for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
      row[place] = 0;
    }
  }

  /// What is seen moves to the front, in its order.
  private void forgetUnseen(int window) {
    var texts = seen.get(window);
    var alive = new BitSet();
    texts.forEach(alive::or);
    var moved = texts.stream().map(_ -> new BitSet()).toList();
    int to = 0;
    for (int from = alive.nextSetBit(0); from >= 0; from = alive.nextSetBit(from)) {
      int end = alive.nextClearBit(from);
      move(window, from, to, end - from);
      for (int text = 0; text < moved.size(); text++) {
        copy(texts.get(text), from, end, moved.get(text), to);
      }
      to += end - from;
      from = end;
    }
    used[window] = to;
    seen.set(window, new ArrayList<>(moved));
  }

  private static void copy(BitSet source, int from, int end, BitSet target, int to) {
    for (int place = source.nextSetBit(from); place >= 0 && place < end; ) {
      target.set(to + place - from);
      place = source.nextSetBit(place + 1);
    }
  }

  private void move(int window, int from, int to, int places) {
    if (from == to) {
      return;
    }
    int size = sizes.headSize();
    for (var tensor : tensors) {
      for (int head = 0; head < sizes.heads(); head++) {
        int row = (window * sizes.heads() + head) * room;
        tensor.put((row + to) * size, tensor, (row + from) * size, places * size);
      }
    }
  }

  private void grow(int places) {
    var larger = source.get();
    var copies = new ArrayList<FloatTensor>();
    for (int i = 0; i < 2 * sizes.layers(); i++) {
      copies.add(larger.floats(windows, sizes.heads(), places, sizes.headSize()));
    }
    for (int i = 0; i < tensors.size(); i++) {
      copy(tensors.get(i), copies.get(i), places);
    }
    memory.close();
    memory = larger;
    tensors = copies;
    room = places;
  }

  private void copy(FloatTensor source, FloatTensor target, int places) {
    int size = sizes.headSize();
    for (int window = 0; window < windows; window++) {
      for (int head = 0; head < sizes.heads(); head++) {
        int row = window * sizes.heads() + head;
        target.put(row * places * size, source, row * room * size, used[window] * size);
      }
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}

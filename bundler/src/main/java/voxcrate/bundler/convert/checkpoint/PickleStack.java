package voxcrate.bundler.convert.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import voxcrate.bundler.convert.refusal.Refusal;

/// The stack of the pickle machine. Marks lie beside it, so an item is never mistaken for one.
final class PickleStack {
  private final List<PickleValue> items = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final String file;

  PickleStack(String file) {
    this.file = file;
  }

  void push(PickleValue value) {
    items.add(value);
  }

  PickleValue pop() {
    checkHas(1);
    return items.removeLast();
  }

  PickleValue top() {
    checkHas(1);
    return items.getLast();
  }

  void mark() {
    marks.push(items.size());
  }

  boolean isEmpty() {
    return items.isEmpty() && marks.isEmpty();
  }

  /// Takes the topmost `count` items, in the order they were pushed.
  List<PickleValue> pop(int count) {
    checkHas(count);
    return take(items.size() - count);
  }

  /// Takes everything above the topmost mark, and the mark.
  List<PickleValue> popToMark() {
    if (marks.isEmpty()) {
      throw Refusal.malformed(file, "it refers to a mark that was never set");
    }
    return take(marks.pop());
  }

  private List<PickleValue> take(int from) {
    var tail = items.subList(from, items.size());
    var taken = List.copyOf(tail);
    tail.clear();
    return taken;
  }

  private void checkHas(int count) {
    int floor = marks.isEmpty() ? 0 : marks.element();
    if (items.size() - floor < count) {
      throw Refusal.malformed(file, "it takes a value where there is none");
    }
  }
}

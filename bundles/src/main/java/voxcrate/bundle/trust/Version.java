package voxcrate.bundle.trust;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Numbers between dots, compared one by one; a missing number counts as 0, a word as 0.
record Version(List<Integer> numbers) implements Comparable<Version> {
  static Version of(String text) {
    return new Version(Arrays.stream(text.split("[.+-]")).map(Version::number).toList());
  }

  private static int number(String part) {
    return part.matches("\\d{1,9}") ? Integer.parseInt(part) : 0;
  }

  private int at(int index) {
    return index < numbers.size() ? numbers.get(index) : 0;
  }

  @Override
  public int compareTo(Version other) {
    int length = Math.max(numbers.size(), other.numbers.size());
    for (int i = 0; i < length; i++) {
      int order = Comparator.<Integer>naturalOrder().compare(at(i), other.at(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}

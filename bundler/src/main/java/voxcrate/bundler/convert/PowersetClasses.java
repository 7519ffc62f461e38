package voxcrate.bundler.convert;

import java.util.ArrayList;
import java.util.List;

/// The classes of a powerset segmentation: all sets of local speakers up to a size, by size, then
/// lexicographically (Plaquet and Bredin 2023, "Powerset multi-class cross entropy loss for neural
/// speaker diarization"; the order is pyannote.audio's).
final class PowersetClasses {
  private PowersetClasses() {}

  /// @param atOnce the most that speak together
  static List<List<Integer>> of(int speakers, int atOnce) {
    var classes = new ArrayList<List<Integer>>();
    List<List<Integer>> ofSize = List.of(List.of());
    for (int size = 0; size <= atOnce; size++) {
      classes.addAll(ofSize);
      ofSize = ofSize.stream().flatMap(set -> oneMore(set, speakers).stream()).toList();
    }
    return classes;
  }

  private static List<List<Integer>> oneMore(List<Integer> set, int speakers) {
    var larger = new ArrayList<List<Integer>>();
    for (int next = set.isEmpty() ? 0 : set.getLast() + 1; next < speakers; next++) {
      var grown = new ArrayList<>(set);
      grown.add(next);
      larger.add(grown);
    }
    return larger;
  }
}

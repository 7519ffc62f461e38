package voxcrate.bundler.pack;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A version of a system library's symbols that a native file asks for, such as `GLIBC_2.28` of
/// `libc.so.6`.
record SymbolVersion(String library, String name) {
  /// The newest that every supported target has: RHEL 8 and its relatives, glibc 2.28 and the
  /// libstdc++ of GCC 8.
  private static final Map<String, List<Integer>> NEWEST =
      Map.of(
          "GLIBC", List.of(2, 28),
          "GLIBCXX", List.of(3, 4, 25),
          "CXXABI", List.of(1, 3, 11));

  /// Versions without a number that the libstdc++ of GCC 8 has too.
  private static final Set<String> OLD_NAMES = Set.of("CXXABI_TM_1", "CXXABI_FLOAT128");

  /// Whether some supported target lacks it. Other families than those of [#limits] never decide:
  /// their libraries are shipped, or as old as the limits.
  boolean isTooNew() {
    int underscore = name.indexOf('_');
    var newest = underscore < 0 ? null : NEWEST.get(name.substring(0, underscore));
    if (newest == null || OLD_NAMES.contains(name)) {
      return false;
    }
    var number = name.substring(underscore + 1);
    // GLIBC_PRIVATE ties a file to one build of glibc; GLIBC_ABI_DT_RELR means glibc 2.36.
    return !number.matches("\\d{1,6}(\\.\\d{1,6})*") || isAbove(numbers(number), newest);
  }

  static String limits() {
    return "at most GLIBC_2.28, GLIBCXX_3.4.25, CXXABI_1.3.11";
  }

  private static List<Integer> numbers(String text) {
    return Arrays.stream(text.split("\\.")).map(Integer::valueOf).toList();
  }

  private static boolean isAbove(List<Integer> wanted, List<Integer> newest) {
    for (int i = 0; i < Math.max(wanted.size(), newest.size()); i++) {
      int left = i < wanted.size() ? wanted.get(i) : 0;
      int right = i < newest.size() ? newest.get(i) : 0;
      if (left != right) {
        return left > right;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return name + " of " + library;
  }
}

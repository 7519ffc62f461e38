package voxcrate.bundler.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import voxcrate.bundle.RelativePath;

/// The name of an entry of an archive, or the target of a link in one.
final class EntryName {
  private static final int SHOWN_CHARACTERS = 200;

  private EntryName() {}

  /// What no honest archive of models has in its names; empty for a name that is harmless.
  static Optional<String> hostility(String name) {
    if (name.startsWith("/") || name.matches("[A-Za-z]:.*")) {
      return Optional.of("an absolute name");
    }
    if (name.chars()
        .anyMatch(character -> character == '\\' || Character.isISOControl(character))) {
      return Optional.of("a name with a backslash or a control character");
    }
    return name.matches("(.*/)?\\.\\.(/.*)?")
        ? Optional.of("a name that leads out of the archive")
        : Optional.empty();
  }

  /// Without `.` segments and doubled slashes, which `tar` writes and which mean nothing.
  static String plain(String name) {
    var plain = name.replaceAll("/+", "/");
    while (plain.contains("/./")) {
      plain = plain.replace("/./", "/");
    }
    return plain.replaceFirst("^(\\./)+", "").replaceFirst("/\\.?$", "");
  }

  /// Where a link at `name` leads, by the words alone; empty where it leads out of the tree.
  static Optional<String> linked(String name, String target) {
    if (target.startsWith("/")) {
      return Optional.empty();
    }
    Deque<String> place = new ArrayDeque<>();
    var whole = name.substring(0, name.lastIndexOf('/') + 1) + target;
    for (var segment : whole.split("/", -1)) {
      if (segment.equals("..")) {
        if (place.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        place.addLast(segment);
      }
    }
    return Optional.of(String.join("/", place));
  }

  /// Why a file of this name is of no use to us; the name is harmless as such.
  static Optional<String> defect(String name) {
    return RelativePath.defect(name).map(defect -> "a name that is " + defect);
  }

  /// One line, bounded, with nothing that moves a terminal's cursor.
  static String shown(String name) {
    var plain = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\u2028\\u2029]", "?");
    return plain.length() <= SHOWN_CHARACTERS ? plain : plain.substring(0, SHOWN_CHARACTERS) + "…";
  }
}

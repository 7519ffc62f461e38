package voxcrate.installer.doctor;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Takes what names a person, a machine or a place out of a text that is carried out.
final class Redaction {
  /// Not a person, and part of commands.
  private static final String ROOT = "root";

  private static final int SHORTEST_NAME = 2;

  /// Media are mounted under the user's name, and labels may say anything.
  private static final Pattern MEDIUM = Pattern.compile("/(run/)?media/(?!STICK\\b)[^\\s:;,'\"]+");

  private final Map<String, String> words = new LinkedHashMap<>();

  private Redaction() {}

  static Redaction of(
      Path prefix, Optional<Path> home, Optional<String> user, Optional<String> host) {
    var redaction = new Redaction();
    redaction.add(prefix.toString(), "PREFIX");
    home.filter(folder -> folder.getNameCount() > 0)
        .ifPresent(
            folder -> {
              redaction.add(folder.toString(), "HOME");
              redaction.add(String.valueOf(folder.getFileName()), "USER");
            });
    user.ifPresent(name -> redaction.add(name, "USER"));
    host.ifPresent(
        name -> {
          redaction.add(name, "HOST");
          redaction.add(name.split("\\.", -1)[0], "HOST");
        });
    return redaction;
  }

  private void add(String text, String instead) {
    if (text.length() >= SHORTEST_NAME && !text.equals(ROOT)) {
      words.putIfAbsent(text, instead);
    }
  }

  String of(String text) {
    var clean = text;
    // The longest first: the prefix may lie in the home folder, which holds the user's name.
    var order =
        words.keySet().stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    for (var word : order) {
      clean =
          Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(word) + "(?![A-Za-z0-9])")
              .matcher(clean)
              .replaceAll(words.get(word));
    }
    return MEDIUM.matcher(clean).replaceAll("MEDIUM");
  }
}

package voxcrate.bundle;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A path inside a bundle or a release: relative, `/`-separated, and safe to create on every file
/// system the product meets (rules of the bundle format, part 2.2).
///
/// Ordered by its UTF-8 bytes, the order of a manifest.
public record RelativePath(String value) implements Comparable<RelativePath> {
  private static final int MAX_BYTES = 1024;
  private static final int MAX_SEGMENT_BYTES = 255;
  private static final int MAX_DEPTH = 32;
  private static final String DEVICE_INITIALS = "cCpPaAnNlL";
  private static final Pattern DEVICE_NAME =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\\$|conout\\$) *(\\..*)?");

  public RelativePath {
    defect(value)
        .ifPresent(
            defect -> {
              throw new IllegalArgumentException("unsafe path: " + defect);
            });
  }

  /// Why `value` cannot be a path of a bundle; empty when it can. The reason never quotes the path.
  public static Optional<String> defect(String value) {
    if (value.isEmpty()) {
      return Optional.of("empty");
    }
    if (bytesOf(value) > MAX_BYTES) {
      return Optional.of("longer than " + MAX_BYTES + " bytes");
    }
    if (hasForbidden(value)) {
      return Optional.of("control, invisible or unassigned character, backslash or colon");
    }
    var segments = value.split("/", -1);
    if (segments.length > MAX_DEPTH) {
      return Optional.of("deeper than " + MAX_DEPTH + " folders");
    }
    return Arrays.stream(segments)
        .map(RelativePath::segmentDefect)
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> isAscii(value) ? Optional.empty() : formDefect(value));
  }

  /// What other programs and file systems may take a path for, when they know fewer characters.
  private static Optional<String> formDefect(String value) {
    if (!Normalizer.isNormalized(value, Normalizer.Form.NFC)) {
      return Optional.of("not in Unicode normal form C");
    }
    var plain = Normalizer.normalize(value, Normalizer.Form.NFKC);
    if (hasForbidden(plain) || count(plain, '/') != count(value, '/')) {
      return Optional.of("character that stands for a slash, backslash or colon");
    }
    return Arrays.stream(plain.split("/", -1))
        .map(RelativePath::nameDefect)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(character -> character == wanted).count();
  }

  private static Optional<String> segmentDefect(String segment) {
    return bytesOf(segment) > MAX_SEGMENT_BYTES
        ? Optional.of("segment longer than " + MAX_SEGMENT_BYTES + " bytes")
        : nameDefect(segment);
  }

  private static Optional<String> nameDefect(String segment) {
    if (segment.isEmpty()) {
      return Optional.of("absolute, or has an empty segment");
    }
    if (segment.equals(".") || segment.equals("..")) {
      return Optional.of("'.' or '..' as a segment");
    }
    if (segment.startsWith(" ") || segment.endsWith(" ") || segment.endsWith(".")) {
      return Optional.of("segment begins or ends with a blank, or ends with a dot");
    }
    if (DEVICE_INITIALS.indexOf(segment.charAt(0)) >= 0 && DEVICE_NAME.matcher(segment).matches()) {
      return Optional.of("name of a Windows device");
    }
    return Optional.empty();
  }

  /// Manifests have up to 200,000 paths, nearly all of them ASCII: those are spared the tables of
  /// Unicode, whose loading alone takes longer than everything else here.
  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static int bytesOf(String text) {
    return isAscii(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean hasForbidden(String text) {
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      if (isForbidden(character)) {
        return true;
      }
      at += Character.charCount(character);
    }
    return false;
  }

  private static boolean isForbidden(int character) {
    return character == '\\' || character == ':' || isInvisible(character);
  }

  /// Whether a character steers a terminal, is not seen, or is none (yet). None of them is in a
  /// path, nor in a text of a manifest.
  public static boolean isInvisible(int character) {
    return Character.isISOControl(character)
        || isIgnorable(character)
        || switch (Character.getType(character)) {
          case Character.SURROGATE, Character.UNASSIGNED, Character.LINE_SEPARATOR -> true;
          case Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE, Character.FORMAT -> true;
          default -> false;
        };
  }

  /// What Unicode calls default-ignorable, beyond formats and what is unassigned: joiners, fillers
  /// and selectors of a variation, which some file systems leave out when they compare.
  private static boolean isIgnorable(int character) {
    return switch (character) {
      case 0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0 -> true;
      default ->
          (character >= 0x180B && character <= 0x180F)
              || (character >= 0xFE00 && character <= 0xFE0F)
              || (character >= 0xE0100 && character <= 0xE01EF);
    };
  }

  /// The form under which two paths collide on some file system: compatible characters are one
  /// (NFKC), and so are the cases of a letter, with no language in mind. Thrice, because Unicode's
  /// mappings do not lead back: a capital sharp s is two letters only after it was a small one.
  public String foldedCase() {
    if (isAscii(value)) {
      return value.toLowerCase(Locale.ROOT);
    }
    var folded =
        Normalizer.normalize(value, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKC);
  }

  public RelativePath child(String name) {
    return new RelativePath(value + "/" + name);
  }

  public Path under(Path root) {
    return root.resolve(value);
  }

  @Override
  public int compareTo(RelativePath other) {
    int length = Math.min(value.length(), other.value.length());
    for (int i = 0; i < length; i++) {
      char mine = value.charAt(i);
      char theirs = other.value.charAt(i);
      if (mine != theirs) {
        // A character beyond the basic plane is larger in UTF-8 than any within it.
        boolean same = Character.isSurrogate(mine) == Character.isSurrogate(theirs);
        return same ? mine - theirs : Character.isSurrogate(mine) ? 1 : -1;
      }
    }
    return value.length() - other.value.length();
  }

  @Override
  public String toString() {
    return value;
  }
}

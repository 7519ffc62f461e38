package voxcrate.bundler.hub;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import voxcrate.bundle.RelativePath;
import voxcrate.json.Json;

/// The licence that a repository's card states: `cardData.license`, a text or a list of texts, else
/// a tag `license:…`. The hub writes identifiers in small letters.
final class StatedLicence {
  private static final String TAG = "license:";
  private static final int MAX_CHARACTERS = 200;

  /// Identifiers of the hub that say that there is a licence, and not which.
  private static final Set<String> NO_NAMES = Set.of("other", "unknown");

  private StatedLicence() {}

  static Optional<String> in(Json.Obj info) {
    return Stream.concat(onCard(info), inTags(info))
        .filter(StatedLicence::isName)
        .findFirst()
        .map(StatedLicence::spdx);
  }

  /// A bundle's manifest has no room for anything that is not a short, visible text.
  private static boolean isName(String licence) {
    return !licence.isBlank()
        && licence.length() <= MAX_CHARACTERS
        && licence.codePoints().noneMatch(RelativePath::isInvisible)
        && !NO_NAMES.contains(licence);
  }

  private static Stream<String> onCard(Json.Obj info) {
    return info.find("cardData").orElse(Json.NULL) instanceof Json.Obj card
        ? texts(card.find("license").orElse(Json.NULL))
        : Stream.of();
  }

  private static Stream<String> inTags(Json.Obj info) {
    return texts(info.find("tags").orElse(Json.NULL))
        .filter(tag -> tag.startsWith(TAG))
        .map(tag -> tag.substring(TAG.length()));
  }

  private static Stream<String> texts(Json value) {
    return switch (value) {
      case Json.Str(var text) -> Stream.of(text);
      case Json.Arr(var items) -> items.stream().flatMap(StatedLicence::texts);
      case Json.Obj _, Json.Num _, Json.Bool _, Json.Null _ -> Stream.of();
    };
  }

  private static String spdx(String licence) {
    var small = licence.toLowerCase(Locale.ROOT);
    return switch (small) {
      case "apache-2.0" -> "Apache-2.0";
      case "bsd-2-clause" -> "BSD-2-Clause";
      case "bsd-3-clause" -> "BSD-3-Clause";
      default ->
          small.equals("mit") || small.startsWith("cc") ? small.toUpperCase(Locale.ROOT) : licence;
    };
  }
}

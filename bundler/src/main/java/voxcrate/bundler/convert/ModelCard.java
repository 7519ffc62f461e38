package voxcrate.bundler.convert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.model.Languages;

/// A model's card, `README.md`: of the YAML at its head the member `language`.
///
/// People write whatever YAML allows there. One member is of interest, in the three forms that the
/// hub's own cards have it in; what is not understood names no language, and refuses no model.
final class ModelCard {
  static final String FILE_NAME = "README.md";

  /// What a card without lacks, for messages.
  static final String LANGUAGE = "the language in " + FILE_NAME;

  private static final String FENCE = "---";
  private static final String MEMBER = "language:";

  /// Heads are a few kilobytes; the longest of the hub list results of hundreds of tests.
  private static final int MAX_HEAD_BYTES = 1 << 20;

  private ModelCard() {}

  /// In their order, each once; none where the folder has no card or the card no language.
  static List<String> languages(SourceFolder folder) {
    var lines = folder.find(FILE_NAME).map(file -> text(file).lines().toList()).orElse(List.of());
    if (lines.isEmpty() || !lines.getFirst().strip().equals(FENCE)) {
      return List.of();
    }
    var head = lines.stream().skip(1).takeWhile(line -> !line.strip().equals(FENCE)).toList();
    var member = head.stream().dropWhile(line -> !line.startsWith(MEMBER)).toList();
    return words(member)
        .map(word -> word.replaceAll("[\"']", ""))
        .flatMap(word -> Languages.code(word).stream())
        .distinct()
        .toList();
  }

  private static String text(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_HEAD_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Refusal.unreadable(file.toString(), e);
    }
  }

  /// `language: en`, `language: [en, de]`, or an item a line below.
  ///
  /// @param member from its name on
  private static Stream<String> words(List<String> member) {
    if (member.isEmpty()) {
      return Stream.empty();
    }
    var value = withoutComment(member.getFirst().substring(MEMBER.length()));
    return value.isEmpty()
        ? member.stream()
            .skip(1)
            .map(ModelCard::withoutComment)
            .takeWhile(line -> line.startsWith("-"))
            .map(line -> line.substring(1))
        : Stream.of(value.replaceAll("[\\[\\]]", "").split(",", -1));
  }

  private static String withoutComment(String line) {
    return line.replaceFirst("(^|\\s)#.*", "").strip();
  }
}

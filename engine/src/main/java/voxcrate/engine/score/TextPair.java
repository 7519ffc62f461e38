package voxcrate.engine.score;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import voxcrate.engine.EngineCode;
import voxcrate.problem.ToolException;

/// The text of one recording: as it was said, and as it was found, where it was.
public record TextPair(String name, String reference, Optional<String> found) {
  private static final String EXTENSION = ".txt";
  private static final Sources TEXTS = new Sources(EngineCode.TEXT_UNREADABLE, "texts");

  /// Pairs up two files, or the `.txt` files of a folder of references with the files of another
  /// that have their names: `.json` (a transcript's segments) before `.txt`.
  ///
  /// @throws ToolException when a file cannot be read, or one is a folder and the other is not
  public static List<TextPair> of(Path reference, Path found) {
    return TEXTS.areFolders(reference, found)
        ? TEXTS.files(reference, EXTENSION).stream()
            .map(file -> of(file, nameOf(file), found))
            .toList()
        : List.of(pair(nameOf(reference), reference, Optional.of(found)));
  }

  /// The errors of what was found; all words are missing where nothing was.
  WordErrors errors() {
    return WordErrors.between(reference, found.orElse(""));
  }

  private static TextPair of(Path reference, String name, Path foundIn) {
    var found =
        Stream.of(".json", EXTENSION)
            .map(extension -> foundIn.resolve(name + extension))
            .filter(Files::exists)
            .findFirst();
    return pair(name, reference, found);
  }

  private static TextPair pair(String name, Path reference, Optional<Path> found) {
    return new TextPair(name, SaidText.read(reference), found.map(SaidText::read));
  }

  private static String nameOf(Path file) {
    var name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}

package voxcrate.journeys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Looks for a text in files of any kind.
final class Needle {
  private Needle() {}

  static boolean isIn(Path file, String text) throws IOException {
    // Latin-1 maps every byte to one character, so that binary files can be searched as text.
    var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    return bytes.contains(text);
  }
}

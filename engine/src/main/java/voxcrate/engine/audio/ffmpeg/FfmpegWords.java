package voxcrate.engine.audio.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What FFmpeg says about a file, gathered while it runs: a full pipe would stop it.
final class FfmpegWords {
  private static final int MAX_BYTES = 1 << 12;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Thread reader;
  private volatile String text = "";

  private FfmpegWords(InputStream errors) {
    this.reader = Thread.ofVirtual().start(() -> read(errors));
  }

  static FfmpegWords of(InputStream errors) {
    return new FfmpegWords(errors);
  }

  /// The first lines; waits for the end of the process's words.
  String sentence() {
    try {
      reader.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return text.isBlank() ? "FFmpeg does not decode it, and says nothing" : "FFmpeg: " + text;
  }

  private void read(InputStream errors) {
    try (errors) {
      text = printable(new String(errors.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
      errors.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // The process was ended; what it said so far is kept.
    }
  }

  /// On one line, without what would move a terminal's cursor.
  private static String printable(String words) {
    return words.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cntrl}", "");
  }
}

package voxcrate.engine.audio;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Gives the samples of one recording as they were stored: all channels, own sample rate.
///
/// Memory stays bounded whatever the file says about itself. Everything that is wrong with the file
/// is a [voxcrate.problem.ToolException]. Not thread-safe; the owner closes it.
sealed interface AudioDecoder extends AutoCloseable permits WavDecoder, FlacDecoder {
  /// Longest run of bytes looked at to tell what a file is.
  int MAGIC_BYTES = 12;

  PcmFormat format();

  /// Takes up to `maxFrames` frames (one sample of each channel, in [-1, 1], interleaved).
  ///
  /// @return frames written to `interleaved`, 0 at the end of the recording
  int read(float[] interleaved, int maxFrames);

  @Override
  void close();

  /// Tells the kind of file by its first bytes; the name's extension is not asked.
  static AudioDecoder open(Path file) {
    InputStream in;
    try {
      in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    } catch (IOException e) {
      throw AudioProblem.unreadable(file, e);
    }
    try {
      return decoder(file, in);
    } catch (IOException e) {
      closeQuietly(in);
      throw AudioProblem.unreadable(file, e);
    } catch (RuntimeException e) {
      closeQuietly(in);
      throw e;
    }
  }

  private static AudioDecoder decoder(Path file, InputStream in) throws IOException {
    in.mark(MAGIC_BYTES);
    var magic = new String(in.readNBytes(MAGIC_BYTES), StandardCharsets.ISO_8859_1);
    in.reset();
    if (magic.isEmpty()) {
      throw AudioProblem.empty(file);
    }
    if (magic.startsWith("RIFF") && magic.endsWith("WAVE")) {
      return new WavDecoder(file, in);
    }
    if (magic.startsWith("fLaC")) {
      return new FlacDecoder(file, in);
    }
    throw AudioProblem.unsupported(file, AudioKind.named(magic));
  }

  static void closeQuietly(InputStream in) {
    try {
      in.close();
    } catch (IOException _) {
      // Nothing was written; the reading is over either way.
    }
  }
}

package voxcrate.bundler.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// Content of a foreign file. That it cannot be read is the source's fault and told so, while an
/// [IOException] in the midst of copying is the model cache's.
final class SourceStream extends FilterInputStream {
  private final Path source;

  SourceStream(InputStream in, Path source) {
    super(in);
    this.source = source;
  }

  @Override
  public int read() {
    try {
      return in.read();
    } catch (IOException e) {
      throw IntakeProblems.unreadable(source, e);
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    try {
      return in.read(buffer, offset, length);
    } catch (IOException e) {
      throw IntakeProblems.unreadable(source, e);
    }
  }
}

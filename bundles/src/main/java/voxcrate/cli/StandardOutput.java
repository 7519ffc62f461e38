package voxcrate.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import voxcrate.problem.Problem;

/// The process's standard output, which remembers why it could not be written. `PrintWriter` goes
/// on as if it had been: a result on a full disk would end in its middle, and the command with 0.
final class StandardOutput extends OutputStream {
  // EPIPE in the words of the C library; Java passes on nothing else.
  private static final String READER_HAS_GONE = "Broken pipe";

  private final OutputStream stream = new FileOutputStream(FileDescriptor.out);
  private @Nullable IOException failure;

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      stream.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /// What has been lost; nothing where whoever reads has had enough, as `head` has.
  Optional<Problem> loss() {
    if (failure == null || READER_HAS_GONE.equals(failure.getMessage())) {
      return Optional.empty();
    }
    return Optional.of(
        Problem.of(
            OutputCode.NOT_TAKEN,
            "The result could not be written",
            "writing to standard output",
            String.valueOf(failure.getMessage()),
            "make room where it goes to, and run the command again"));
  }
}

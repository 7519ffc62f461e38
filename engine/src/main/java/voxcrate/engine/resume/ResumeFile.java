package voxcrate.engine.resume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.engine.EngineCode;
import voxcrate.files.Durable;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.stop.StopGate;

/// What a run has done of its work so far, in one file: a run that was killed at any moment can be
/// taken up, and comes to the same result to the last bit.
///
/// The file only ever grows at its end. Numbers are big-endian.
///
/// | part | content |
/// |---|---|
/// | head, 40 bytes | `VXSOFAR1`, then the digest of everything that the content depends on |
/// | record | length of the payload as an int, payload, SHA-256 of the digest before it and it |
///
/// What a payload says is the business of who writes it. The digest before the first record is the
/// head's: each record vouches for the head and for all before it. A record that is torn, altered
/// or not the one that is due ends what is taken up: the file is cut off there, and goes on with
/// what is done anew.
///
/// Not thread-safe.
public final class ResumeFile implements AutoCloseable {
  private static final byte[] MAGIC = "VXSOFAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST_BYTES = 32;
  private static final int HEAD_BYTES = MAGIC.length + DIGEST_BYTES;

  /// Ours have some 20 kB; this is no file of ours.
  private static final int MAX_PAYLOAD = 1 << 24;

  private final Path file;
  private @Nullable FileChannel channel;
  private byte[] digest;

  /// Where the records that were taken up or written end.
  private long end;

  private boolean recalling;

  private ResumeFile(Path file, @Nullable FileChannel channel, Digest identity) {
    this.file = file;
    this.channel = channel;
    this.digest = identity.bytes();
  }

  /// Keeps nothing.
  public static ResumeFile none() {
    return new ResumeFile(Path.of(""), null, Digest.of("nothing"));
  }

  /// Starts afresh, whatever the file holds.
  ///
  /// @param identity of everything that the work depends on: recording, models, options
  /// @throws ToolException when the file cannot be written
  public static ResumeFile afresh(Path file, Digest identity) {
    var log = open(file, identity);
    log.start();
    return log;
  }

  /// Takes up what a killed run left; starts afresh where that belongs to something else.
  ///
  /// @throws ToolException when the file cannot be written
  public static ResumeFile takingUp(Path file, Digest identity) {
    var log = open(file, identity);
    if (log.hasHead()) {
      log.recalling = true;
      log.end = HEAD_BYTES;
    } else {
      log.start();
    }
    return log;
  }

  private static ResumeFile open(Path file, Digest identity) {
    try {
      var folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      var channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return new ResumeFile(file, channel, identity);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private boolean hasHead() {
    var head = read(0, HEAD_BYTES);
    return head.isPresent() && Arrays.equals(head.get(), head().array());
  }

  private ByteBuffer head() {
    return ByteBuffer.allocate(HEAD_BYTES).put(MAGIC).put(digest).flip();
  }

  private void start() {
    try {
      if (channel != null) {
        channel.truncate(0);
        Durable.writeFully(channel.position(0), head());
        end = HEAD_BYTES;
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /// Whether there is something to take up: a run before this one was killed.
  public boolean takesUp() {
    return recalling;
  }

  /// The next thing that the run that is taken up had done.
  ///
  /// @param reader gives nothing where the record is not the one that is due
  /// @return nothing from the first record on that is missing, damaged or not due
  public <T> Optional<T> recall(Function<ByteBuffer, Optional<T>> reader) {
    if (!recalling) {
      return Optional.empty();
    }
    var payload = record();
    var done = payload.flatMap(found -> reader.apply(ByteBuffer.wrap(found)));
    if (done.isEmpty()) {
      recalling = false;
      return done;
    }
    var taken = payload.orElseThrow();
    digest = digestAfter(taken);
    end += recordBytes(taken);
    return done;
  }

  /// The payload of the next record, if it is whole and follows those before.
  private Optional<byte[]> record() {
    int length = read(end, Integer.BYTES).map(found -> ByteBuffer.wrap(found).getInt()).orElse(0);
    if (length <= 0 || length > MAX_PAYLOAD) {
      return Optional.empty();
    }
    var payload = read(end + Integer.BYTES, length);
    var stated = read(end + Integer.BYTES + length, DIGEST_BYTES);
    return payload.filter(
        found -> stated.isPresent() && Arrays.equals(stated.get(), digestAfter(found)));
  }

  private static long recordBytes(byte[] payload) {
    return (long) Integer.BYTES + payload.length + DIGEST_BYTES;
  }

  private byte[] digestAfter(byte[] payload) {
    MessageDigest hash = Digest.newHash();
    hash.update(digest);
    return hash.digest(payload);
  }

  /// Keeps what was done; what was recalled is not to be added again. Where the disk is full
  /// nothing more is kept.
  public void add(byte[] payload) {
    if (channel == null) {
      return;
    }
    var next = digestAfter(payload);
    var record = ByteBuffer.allocate(Integer.BYTES + payload.length + DIGEST_BYTES);
    record.putInt(payload.length).put(payload).put(next).flip();
    try (var _ = StopGate.enter()) {
      if (channel.size() > end) {
        channel.truncate(end);
      }
      Durable.writeFully(channel.position(end), record);
      end += recordBytes(payload);
      digest = next;
    } catch (IOException _) {
      // A full disk must not end hours of work: it goes on without being kept.
      close();
    }
  }

  /// The whole `length` bytes at `position`; nothing where the file is shorter.
  private Optional<byte[]> read(long position, int length) {
    if (channel == null) {
      return Optional.empty();
    }
    var content = new byte[length];
    var bytes = ByteBuffer.wrap(content);
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, position + bytes.position()) < 0) {
          return Optional.empty();
        }
      }
    } catch (IOException _) {
      return Optional.empty(); // What cannot be read is done anew.
    }
    return Optional.of(content);
  }

  /// The result is written: there is nothing to take up any more.
  public void done() {
    if (channel != null) {
      close();
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw unwritable(file, e);
      }
    }
  }

  /// Leaves the file for a run that takes it up, if anything was done.
  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
        if (end <= HEAD_BYTES) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException _) {
      // What it holds is as good as the last record that is whole.
    } finally {
      channel = null;
    }
  }

  private static ToolException unwritable(Path file, IOException cause) {
    return new ToolException(
        Problem.of(
            EngineCode.OUTPUT_UNWRITABLE,
            "What was done so far cannot be kept",
            "writing " + file,
            cause.toString(),
            "check the rights of the folder and the space on its disk",
            "choose another folder with -o DIR"),
        cause);
  }
}

package voxcrate.bundler.medium;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.files.Durable;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Carries the bootstrap alone to a medium, into `voxcrate-probe`, and reads it back. Nothing
/// else on the medium is touched.
public final class BootstrapCopy {
  /// On the medium.
  public static final String FOLDER = "voxcrate-probe";

  private static final String READ_ME = "read-me-first.txt";
  private static final int BUFFER_BYTES = 1 << 20;

  private BootstrapCopy() {}

  /// @param folder on the medium
  /// @param digest of the archive, for the card
  /// @param uncached false where it could only be read back through this machine's memory
  public record Carried(Path folder, long written, Digest digest, boolean uncached) {}

  /// @param readMe what lies beside it
  /// @throws ToolException when the medium cannot take it, or gives back something else
  public static Carried write(Path archive, String readMe, Medium medium) {
    var target = medium.folder().resolve(FOLDER);
    try {
      return write(archive, readMe, medium, target);
    } catch (IOException e) {
      throw new ToolException(
          Problem.of(
              MediumCode.NOT_WRITTEN,
              "The medium could not be written",
              "writing " + target,
              e.getClass().getSimpleName() + ": " + e.getMessage(),
              "put the medium in again and run the same command",
              "if it happens twice, use another medium"),
          e);
    }
  }

  private static Carried write(Path archive, String readMe, Medium medium, Path target)
      throws IOException {
    var digest = Digest.of(archive);
    long size = Files.size(archive);
    medium.requireFits(List.of(new StickFile(String.valueOf(archive.getFileName()), size, digest)));
    Medium.requireOwnFolder(target);
    Files.createDirectories(target);
    var copy = target.resolve(archive.getFileName());
    put(copy, Channels.newChannel(Files.newInputStream(archive)));
    var words = readMe.getBytes(UTF_8);
    put(target.resolve(READ_ME), Channels.newChannel(new ByteArrayInputStream(words)));
    Durable.syncFolder(medium.folder());
    var reading = MediumReader.PAST_MEMORY.read(copy);
    if (!reading.digest().equals(digest)) {
      throw new ToolException(
          Problem.of(
                  MediumCode.READ_BACK_DIFFERS,
                  "The medium gives back other bytes than were written",
                  "reading back " + copy,
                  reading.digest().toString(),
                  "run the same command again",
                  "if it happens twice, the medium is failing: use another")
              .expecting(digest.toString()));
    }
    return new Carried(target, size, digest, reading.uncached());
  }

  /// Under another name first, then in the place of whatever lies there; no link is followed.
  private static void put(Path file, ReadableByteChannel content) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (content;
        var out =
            FileChannel.open(
                fresh,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE_NEW,
                LinkOption.NOFOLLOW_LINKS)) {
      long size = 0;
      var buffer = ByteBuffer.allocate(BUFFER_BYTES);
      while (content.read(buffer.clear()) >= 0) {
        size += buffer.flip().remaining();
        Durable.writeFully(out, buffer);
      }
      Durable.sync(out, size);
    }
    Durable.move(fresh, file);
  }
}

package voxcrate.installer.stage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.verify.EntrySink;
import voxcrate.files.Durable;
import voxcrate.installer.change.Changes;
import voxcrate.installer.layout.InstallLayout;

/// Puts verified contents into the store. A content that is there already, and still has its
/// digest,
/// is not written again.
final class StoreSink implements EntrySink, AutoCloseable {
  private final InstallLayout layout;
  private final Changes changes;
  private final Map<Digest, Path> places = new HashMap<>();
  private @Nullable FileChannel channel;

  StoreSink(InstallLayout layout, Changes changes) throws IOException {
    this.layout = layout;
    this.changes = changes;
    changes.inside(layout.prefix());
  }

  @Override
  public void begin(Entry entry) throws IOException {
    if (!isStored(entry)) {
      channel = openIncoming();
    }
  }

  private FileChannel openIncoming() throws IOException {
    Files.deleteIfExists(layout.incoming());
    return FileChannel.open(
        layout.incoming(),
        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  @Override
  public void content(byte[] bytes, int offset, int length) throws IOException {
    var open = channel;
    if (open != null) {
      Durable.writeFully(open, ByteBuffer.wrap(bytes, offset, length));
    }
  }

  @Override
  public void end(Entry entry) throws IOException {
    var open = channel;
    if (open != null) {
      channel = null;
      try (open) {
        store(open, entry);
      }
    }
    places.put(entry.digest(), place(entry));
  }

  @Override
  public void same(Entry entry) throws IOException {
    if (!isStored(entry)) {
      // Carried once, needed in the other mode too.
      var source = requireNonNull(places.get(entry.digest()));
      try (var from = FileChannel.open(source, StandardOpenOption.READ);
          var copy = openIncoming()) {
        for (long done = 0; done < entry.size(); ) {
          done += from.transferTo(done, entry.size() - done, copy);
        }
        store(copy, entry);
      }
    }
  }

  /// The content is on the disk, with its rights, before it has its name.
  private void store(FileChannel content, Entry entry) throws IOException {
    Files.setPosixFilePermissions(
        layout.incoming(), PosixFilePermissions.fromString(rights(entry.mode())));
    content.force(true);
    var place = place(entry);
    var folder = changes.folder(requireNonNull(place.getParent()), "rwxr-xr-x");
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      changes.inside(folder);
      changes.undoneBy(() -> Files.deleteIfExists(place));
    }
    Durable.move(layout.incoming(), place);
  }

  /// A name in the store is believed only after its content has been hashed again.
  private boolean isStored(Entry entry) throws IOException {
    var place = place(entry);
    return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)
        && PosixFilePermissions.toString(Files.getPosixFilePermissions(place))
            .equals(rights(entry.mode()))
        && Digest.of(place).equals(entry.digest());
  }

  private Path place(Entry entry) {
    return layout.stored(entry.digest(), entry.mode());
  }

  private static String rights(Mode mode) {
    return switch (mode) {
      case FILE -> "r--r--r--";
      case EXECUTABLE -> "r-xr-xr-x";
    };
  }

  @Override
  public void close() throws IOException {
    var open = channel;
    if (open != null) {
      open.close();
    }
    Files.deleteIfExists(layout.incoming());
  }
}

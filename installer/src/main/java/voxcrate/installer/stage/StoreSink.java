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
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
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

/// Puts verified contents into the store. A content that is there already, and still is the
/// verified one, is not written again.
///
/// A content gets its name only when it is on the disk. Waiting for the disk is left to other
/// threads, so that it has much to do at once; [#finish] waits for all of them.
final class StoreSink implements EntrySink, AutoCloseable {
  private static final String FOLDER_RIGHTS = "rwxr-xr-x";

  /// So much of a large content is given to the disk at once, while more is coming.
  private static final long STRETCH_BYTES = 64L << 20;

  private static final int AGAIN_BYTES = 1 << 16;

  private final InstallLayout layout;
  private final Changes changes;
  private final DiskQueue disk = new DiskQueue();
  private final Map<Digest, Path> places = new HashMap<>();
  private final Set<Path> settled = new HashSet<>();
  private final Set<Path> changedFolders = new HashSet<>();
  private final byte[] again = new byte[AGAIN_BYTES];
  private @Nullable Incoming incoming;
  private @Nullable FileChannel stored;
  private long count;

  StoreSink(InstallLayout layout, Changes changes) throws IOException {
    this.layout = layout;
    this.changes = changes;
    changes.inside(layout.prefix());
    Durable.deleteTree(layout.incoming());
    changes.undoneBy(() -> Durable.deleteTree(layout.incoming()));
    Files.createDirectory(
        layout.incoming(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    for (var mode : Mode.values()) {
      changes.ownFolder(layout.store(), FOLDER_RIGHTS);
      changes.ownFolder(layout.store(mode), FOLDER_RIGHTS);
    }
  }

  /// A content that is being written.
  private static final class Incoming {
    final Path file;
    final FileChannel channel;

    /// Of a content that was compared first, and only began like the one in the store.
    @Nullable MessageDigest hash;

    long written;
    long handedOver;

    Incoming(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }
  }

  @Override
  public void begin(Entry entry) throws IOException {
    if (mayBeStored(entry)) {
      stored = FileChannel.open(place(entry), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } else {
      incoming = openIncoming();
    }
  }

  /// A content that lies in the store is compared with the verified one, byte by byte.
  @Override
  public boolean provesDigest(Entry entry) {
    return stored != null;
  }

  private Incoming openIncoming() throws IOException {
    var file = layout.incoming().resolve(Long.toString(count++));
    return new Incoming(
        file,
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
  }

  @Override
  public void content(byte[] bytes, int offset, int length) throws IOException {
    var there = stored;
    if (there != null) {
      long position = there.position();
      if (isNext(there, bytes, offset, length)) {
        return;
      }
      stored = null;
      try (there) {
        incoming = beginning(there, position);
      }
    }
    var open = incoming;
    if (open != null) {
      Durable.writeFully(open.channel, ByteBuffer.wrap(bytes, offset, length));
      open.written += length;
      if (open.hash != null) {
        open.hash.update(bytes, offset, length);
      }
      if (open.written - open.handedOver >= STRETCH_BYTES) {
        open.handedOver = open.written;
        disk.submit(() -> open.channel.force(false));
      }
    }
  }

  /// Whether the bytes are the next ones of a content in the store.
  private boolean isNext(FileChannel there, byte[] bytes, int offset, int length)
      throws IOException {
    for (int done = 0; done < length; ) {
      var piece = ByteBuffer.wrap(again, 0, Math.min(AGAIN_BYTES, length - done));
      int read = there.read(piece);
      if (read <= 0 || !Arrays.equals(again, 0, read, bytes, offset + done, offset + done + read)) {
        return false;
      }
      done += read;
    }
    return true;
  }

  /// The content in the store is damaged; what was the same up to here is written anew from it.
  private Incoming beginning(FileChannel there, long length) throws IOException {
    var open = openIncoming();
    var hash = Digest.newHash();
    there.position(0);
    while (open.written < length) {
      int wanted = (int) Math.min(AGAIN_BYTES, length - open.written);
      int read = there.read(ByteBuffer.wrap(again, 0, wanted));
      if (read <= 0) {
        throw new IOException("a file of the store became shorter while it was read");
      }
      Durable.writeFully(open.channel, ByteBuffer.wrap(again, 0, read));
      hash.update(again, 0, read);
      open.written += read;
    }
    open.hash = hash;
    return open;
  }

  @Override
  public void end(Entry entry) throws IOException {
    var there = stored;
    if (there != null) {
      stored = null;
      there.close();
    }
    var open = incoming;
    if (open != null) {
      incoming = null;
      if (open.hash != null && !Digest.of(open.hash).equals(entry.digest())) {
        open.channel.close();
        throw EntrySink.differs(entry);
      }
      store(open, entry);
    }
    places.put(entry.digest(), place(entry));
  }

  @Override
  public void same(Entry entry) throws IOException {
    if (!isStored(entry)) {
      // Carried once, needed in the other mode too; it has to be there before it can be copied.
      disk.await();
      var source = requireNonNull(places.get(entry.digest()));
      var copy = openIncoming();
      try (var from = FileChannel.open(source, StandardOpenOption.READ)) {
        while (copy.written < entry.size()) {
          copy.written += from.transferTo(copy.written, entry.size() - copy.written, copy.channel);
        }
      }
      store(copy, entry);
    }
  }

  /// The content is on the disk, with its rights, before it has its name.
  private void store(Incoming content, Entry entry) throws IOException {
    var place = place(entry);
    var folder = requireNonNull(place.getParent());
    if (changes.make(folder, FOLDER_RIGHTS)) {
      changedFolders.add(requireNonNull(folder.getParent()));
    }
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      changes.inside(folder);
      changes.undoneBy(() -> Files.deleteIfExists(place));
    }
    changedFolders.add(folder);
    settled.add(place);
    disk.submit(
        () -> {
          try (var channel = content.channel) {
            Files.setPosixFilePermissions(
                content.file, PosixFilePermissions.fromString(rights(entry.mode())));
            Durable.sync(channel, entry.size());
          }
          Files.move(content.file, place, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        });
  }

  /// Waits until all contents and their names are on the disk.
  ///
  /// @throws IOException when the disk has failed for one of them
  void finish() throws IOException {
    disk.await();
    for (var folder : changedFolders) {
      disk.submit(() -> Durable.syncFolder(folder));
    }
    disk.await();
  }

  /// A name in the store is believed only after its content has been hashed again.
  private boolean isStored(Entry entry) throws IOException {
    return settled.contains(place(entry))
        || (mayBeStored(entry) && Digest.of(place(entry)).equals(entry.digest()));
  }

  private boolean mayBeStored(Entry entry) throws IOException {
    var place = place(entry);
    return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)
        && Files.size(place) == entry.size()
        && PosixFilePermissions.toString(Files.getPosixFilePermissions(place))
            .equals(rights(entry.mode()));
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
    disk.close();
    var there = stored;
    if (there != null) {
      there.close();
    }
    var open = incoming;
    if (open != null) {
      open.channel.close();
    }
    Durable.deleteTree(layout.incoming());
  }
}

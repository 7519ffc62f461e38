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
import voxcrate.files.Uncached;
import voxcrate.installer.change.Changes;
import voxcrate.installer.layout.InstallLayout;

/// Puts verified contents into the store. A content that is there already, and still is the
/// verified one, is not written again.
///
/// A content gets its name only when it is on the disk. Waiting for the disk is left to other
/// threads, so that it has much to do at once; [#finish] waits for all of them.
final class StoreSink implements EntrySink, AutoCloseable {
  private static final String FOLDER_RIGHTS = "rwxr-xr-x";

  private static final int AGAIN_BYTES = 1 << 18;

  private final InstallLayout layout;
  private final Changes changes;
  private final DiskQueue disk = new DiskQueue();
  private final Map<Digest, Path> places = new HashMap<>();
  private final Set<Path> settled = new HashSet<>();
  private final Set<Path> changedFolders = new HashSet<>();
  private final ByteBuffer again = ByteBuffer.allocateDirect(AGAIN_BYTES);
  private final PieceWriter pieces;
  private final boolean readBack;
  private @Nullable Incoming incoming;
  private @Nullable FileChannel stored;

  /// Of a content that was compared first, and only began like the one in the store.
  private @Nullable MessageDigest hash;

  private long count;

  /// @param readBack whether new contents are read again from the disk before they get their names
  StoreSink(InstallLayout layout, Changes changes, boolean readBack) throws IOException {
    this.layout = layout;
    this.changes = changes;
    this.readBack = readBack;
    changes.inside(layout.prefix());
    Durable.deleteTree(layout.incoming());
    changes.undoneBy(() -> Durable.deleteTree(layout.incoming()));
    Files.createDirectory(
        layout.incoming(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    this.pieces = new PieceWriter(layout.incoming());
    for (var mode : Mode.values()) {
      changes.ownFolder(layout.store(), FOLDER_RIGHTS);
      changes.ownFolder(layout.store(mode), FOLDER_RIGHTS);
    }
  }

  @Override
  public void begin(Entry entry) throws IOException {
    if (mayBeStored(entry)) {
      stored = FileChannel.open(place(entry), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } else {
      incoming = openIncoming(entry.size());
    }
  }

  /// A content that lies in the store is compared with the verified one, byte by byte.
  @Override
  public boolean provesDigest(Entry entry) {
    return stored != null;
  }

  private Incoming openIncoming(long size) throws IOException {
    return Incoming.open(layout.incoming().resolve(Long.toString(count++)), size, pieces);
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
    if (hash != null) {
      hash.update(bytes, offset, length);
    }
    requireNonNull(incoming).append(bytes, offset, length);
  }

  /// Whether the bytes are the next ones of a content in the store.
  private boolean isNext(FileChannel there, byte[] bytes, int offset, int length)
      throws IOException {
    for (int done = 0; done < length; ) {
      int read = there.read(again.clear().limit(Math.min(AGAIN_BYTES, length - done)));
      if (read <= 0 || !again.flip().equals(ByteBuffer.wrap(bytes, offset + done, read))) {
        return false;
      }
      done += read;
    }
    return true;
  }

  /// The content in the store is damaged; what was the same up to here is written anew from it.
  private Incoming beginning(FileChannel there, long length) throws IOException {
    var open = openIncoming(there.size());
    var same = Digest.newHash();
    var piece = new byte[AGAIN_BYTES];
    there.position(0);
    for (long done = 0; done < length; ) {
      int read = there.read(ByteBuffer.wrap(piece, 0, (int) Math.min(piece.length, length - done)));
      if (read <= 0) {
        throw new IOException("a file of the store became shorter while it was read");
      }
      open.append(piece, 0, read);
      same.update(piece, 0, read);
      done += read;
    }
    hash = same;
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
      var again = hash;
      hash = null;
      if (again != null && !Digest.of(again).equals(entry.digest())) {
        open.close();
        throw EntrySink.differs(entry);
      }
      open.end();
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
      // The system copies it without us.
      var copy = openIncoming(0);
      try (var from = FileChannel.open(source, StandardOpenOption.READ)) {
        for (long done = 0; done < entry.size(); ) {
          done += from.transferTo(done, entry.size() - done, copy.channel());
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
          try (content) {
            content.settle();
            Files.setPosixFilePermissions(
                content.file(), PosixFilePermissions.fromString(rights(entry.mode())));
            Durable.sync(content.channel(), entry.size());
          }
          if (readBack) {
            readAgain(content.file(), entry);
          }
          Files.move(content.file(), place, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        });
  }

  /// Only past the page cache: that would answer with what was written, whatever the disk has.
  private void readAgain(Path file, Entry entry) throws IOException {
    var opened =
        Uncached.openAligned(
            file, pieces.alignment(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    if (opened.isPresent()) {
      try (var uncached = opened.get()) {
        var read = Digest.newHash();
        uncached.feed(read);
        if (!Digest.of(read).equals(entry.digest())) {
          throw new IOException("the disk gives back other bytes than were written to it");
        }
      }
    }
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
    pieces.close();
    disk.close();
    var there = stored;
    if (there != null) {
      there.close();
    }
    var open = incoming;
    if (open != null) {
      open.close();
    }
    Durable.deleteTree(layout.incoming());
  }
}

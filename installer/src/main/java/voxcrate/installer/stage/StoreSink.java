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
import java.util.List;
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
  private final Map<Digest, Path> done = new HashMap<>();
  private final Set<Path> settled = new HashSet<>();
  private final Set<Path> changedFolders = new HashSet<>();
  private final StorePlaces places;
  private final PieceWriter pieces;
  private final StoredContents stored;
  private final boolean readBack;
  private @Nullable Incoming incoming;

  /// Of which the store may have the content.
  private @Nullable Entry compared;

  /// Of a content that was compared first, and only began like the one in the store.
  private @Nullable MessageDigest hash;

  private long count;
  private boolean replaced;

  /// @param entries of the bundle that will come
  /// @param readBack whether new contents are read again from the disk before they get their names
  StoreSink(InstallLayout layout, List<Entry> entries, Changes changes, boolean readBack)
      throws IOException {
    this.layout = layout;
    this.places = new StorePlaces(layout);
    this.changes = changes;
    this.readBack = readBack;
    changes.inside(layout.prefix());
    Durable.deleteTree(layout.incoming());
    changes.undoneBy(() -> Durable.deleteTree(layout.incoming()));
    Files.createDirectory(
        layout.incoming(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    this.pieces = new PieceWriter(layout.incoming());
    var carried = entries.stream().filter(entry -> !entry.same()).toList();
    this.stored = new StoredContents(places, carried, pieces.alignment());
    for (var mode : Mode.values()) {
      changes.ownFolder(layout.store(), FOLDER_RIGHTS);
      changes.ownFolder(layout.store(mode), FOLDER_RIGHTS);
    }
  }

  @Override
  public void begin(Entry entry) throws IOException {
    if (stored.begin(entry)) {
      compared = entry;
    } else {
      incoming = openIncoming(entry.size());
    }
  }

  /// A content that lies in the store is compared with the verified one, byte by byte.
  @Override
  public boolean provesDigest(Entry entry) {
    return compared != null;
  }

  private Incoming openIncoming(long size) throws IOException {
    return Incoming.open(layout.incoming().resolve(Long.toString(count++)), size, pieces);
  }

  @Override
  public void content(byte[] bytes, int offset, int length) throws IOException {
    var there = compared;
    if (there != null) {
      if (stored.isNext(bytes, offset, length)) {
        return;
      }
      compared = null;
      long same = stored.compared();
      stored.end();
      writeAnew(there, same);
    }
    if (hash != null) {
      hash.update(bytes, offset, length);
    }
    requireNonNull(incoming).append(bytes, offset, length);
  }

  /// The content in the store is damaged; what was the same up to here is written anew from it.
  private void writeAnew(Entry entry, long length) throws IOException {
    var open = openIncoming(entry.size());
    incoming = open;
    var same = Digest.newHash();
    var piece = new byte[AGAIN_BYTES];
    try (var there =
        FileChannel.open(places.of(entry), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      for (long done = 0; done < length; ) {
        int wanted = (int) Math.min(piece.length, length - done);
        int read = there.read(ByteBuffer.wrap(piece, 0, wanted));
        if (read <= 0) {
          throw new IOException("a file of the store became shorter while it was read");
        }
        open.append(piece, 0, read);
        same.update(piece, 0, read);
        done += read;
      }
    }
    hash = same;
  }

  @Override
  public void end(Entry entry) throws IOException {
    if (compared != null) {
      compared = null;
      stored.end();
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
    done.put(entry.digest(), places.of(entry));
  }

  @Override
  public void same(Entry entry) throws IOException {
    if (!isStored(entry)) {
      // Carried once, needed in the other mode too; it has to be there before it can be copied.
      disk.await();
      var source = requireNonNull(done.get(entry.digest()));
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
    var place = places.of(entry);
    var folder = requireNonNull(place.getParent());
    if (changes.make(folder, FOLDER_RIGHTS)) {
      changedFolders.add(requireNonNull(folder.getParent()));
    }
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      changes.inside(folder);
      changes.undoneBy(() -> Files.deleteIfExists(place));
    } else {
      replaced = true;
    }
    changedFolders.add(folder);
    settled.add(place);
    disk.submit(
        () -> {
          try (content) {
            content.settle();
            Files.setPosixFilePermissions(content.file(), StorePlaces.rights(entry.mode()));
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
    var read = Digest.newHash();
    if (Uncached.feed(read, file, pieces.alignment()) && !Digest.of(read).equals(entry.digest())) {
      throw new IOException("the disk gives back other bytes than were written to it");
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

  /// Whether a content that the store had was damaged, and has been brought anew: releases that
  /// shared it still link to the damaged one.
  boolean hasReplaced() {
    return replaced;
  }

  /// A name in the store is believed only after its content has been hashed again.
  private boolean isStored(Entry entry) throws IOException {
    return settled.contains(places.of(entry))
        || (places.mayHave(entry) && Digest.of(places.of(entry)).equals(entry.digest()));
  }

  @Override
  public void close() throws IOException {
    try (stored) {
      pieces.close();
      disk.close();
      var open = incoming;
      if (open != null) {
        open.close();
      }
    }
    Durable.deleteTree(layout.incoming());
  }
}

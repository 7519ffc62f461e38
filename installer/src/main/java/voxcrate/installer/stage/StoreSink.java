package voxcrate.installer.stage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.verify.EntrySink;
import voxcrate.files.Durable;
import voxcrate.installer.layout.InstallLayout;

/// Puts verified contents into the store. A content that is there already, and still has its
/// digest,
/// is not written again.
///
/// Closed without [#keep], it takes away everything it has added.
final class StoreSink implements EntrySink, AutoCloseable {
  private final InstallLayout layout;
  private final List<Path> added = new ArrayList<>();
  private final Map<Digest, Path> places = new HashMap<>();
  private @Nullable FileChannel channel;
  private boolean kept;

  StoreSink(InstallLayout layout) throws IOException {
    this.layout = layout;
    Files.createDirectories(layout.store());
  }

  @Override
  public void begin(Entry entry) throws IOException {
    Files.deleteIfExists(layout.incoming());
    if (!isStored(entry.digest(), entry.mode())) {
      channel =
          FileChannel.open(
              layout.incoming(),
              java.util.Set.of(
                  StandardOpenOption.WRITE,
                  StandardOpenOption.CREATE_NEW,
                  LinkOption.NOFOLLOW_LINKS),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
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
      open.force(true);
      open.close();
      store(layout.incoming(), entry.digest(), entry.mode());
    }
    places.put(entry.digest(), layout.stored(entry.digest(), entry.mode()));
  }

  @Override
  public void same(Entry entry) throws IOException {
    if (!isStored(entry.digest(), entry.mode())) {
      // Carried once, needed in the other mode too.
      var source = java.util.Objects.requireNonNull(places.get(entry.digest()));
      Files.copy(source, layout.incoming(), StandardCopyOption.REPLACE_EXISTING);
      try (var copy = FileChannel.open(layout.incoming(), StandardOpenOption.READ)) {
        copy.force(true);
      }
      store(layout.incoming(), entry.digest(), entry.mode());
    }
  }

  private void store(Path content, Digest digest, Mode mode) throws IOException {
    var permissions =
        switch (mode) {
          case FILE -> "r--r--r--";
          case EXECUTABLE -> "r-xr-xr-x";
        };
    Files.setPosixFilePermissions(content, PosixFilePermissions.fromString(permissions));
    var place = layout.stored(digest, mode);
    Files.createDirectories(place.getParent());
    boolean fresh = !Files.exists(place, LinkOption.NOFOLLOW_LINKS);
    Durable.move(content, place);
    if (fresh) {
      added.add(place);
    }
  }

  /// A name in the store is believed only after its content has been hashed again.
  private boolean isStored(Digest digest, Mode mode) {
    var place = layout.stored(digest, mode);
    return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS) && Digest.of(place).equals(digest);
  }

  /// What was added stays.
  void keep() {
    kept = true;
  }

  @Override
  public void close() throws IOException {
    var open = channel;
    if (open != null) {
      open.close();
    }
    Files.deleteIfExists(layout.incoming());
    if (!kept) {
      for (var place : added) {
        Files.deleteIfExists(place);
      }
    }
  }
}

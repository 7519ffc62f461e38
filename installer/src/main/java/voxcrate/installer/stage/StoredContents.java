package voxcrate.installer.stage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.files.Uncached;

/// What the store has of the contents of a bundle, to be compared with the verified ones. It is
/// read ahead, in the order of the payload, so that disk, medium and processors work at the same
/// time. A few pieces are under way, so memory does not depend on sizes.
final class StoredContents implements AutoCloseable {
  private static final int PIECE_BYTES = 4 << 20;
  private static final int PIECES = 8;
  // The disk hears of the next pieces while it still reads one.
  private static final int THREADS = 3;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final StorePlaces places;
  private final Iterator<Entry> upcoming;
  private final int alignment;
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("store-reader-", 0).factory());
  private final Queue<ByteBuffer> free = new ArrayDeque<>();
  private int made;
  private final Queue<Content> ahead = new ArrayDeque<>();
  private @Nullable Content last;
  private @Nullable Content current;

  /// @param carried contents in the order in which they will come
  /// @param alignment what the disk wants places to be multiples of, bytes
  StoredContents(StorePlaces places, List<Entry> carried, int alignment) {
    this.places = places;
    this.upcoming = carried.iterator();
    this.alignment = alignment;
  }

  /// A content of the store, and those of its pieces that have been asked for.
  private static final class Content {
    final Entry entry;
    final StoredFile file;
    final Queue<Future<ByteBuffer>> pieces = new ArrayDeque<>();
    ByteBuffer piece = NOTHING;
    long requested;
    long compared;

    Content(Entry entry, StoredFile file) {
      this.entry = entry;
      this.file = file;
    }

    boolean isRequested() {
      return requested == entry.size();
    }
  }

  /// The next content comes.
  ///
  /// @return whether the store has a file for it, which [#isNext] compares; then [#end] must follow
  boolean begin(Entry entry) throws IOException {
    readAhead();
    if (ahead.isEmpty() || !ahead.element().entry.equals(entry)) {
      return false;
    }
    current = ahead.remove();
    return true;
  }

  /// Whether these bytes are the next ones of the content in the store; what cannot be read is not.
  /// After another one no more can be asked.
  boolean isNext(byte[] bytes, int offset, int length) throws IOException {
    var content = requireNonNull(current);
    for (int done = 0; done < length; ) {
      var piece = piece(content);
      int fits = Math.min(length - done, piece.remaining());
      var expected = ByteBuffer.wrap(bytes, offset + done, fits);
      if (fits == 0 || !piece.slice(piece.position(), fits).equals(expected)) {
        return false;
      }
      piece.position(piece.position() + fits);
      done += fits;
    }
    content.compared += length;
    return true;
  }

  /// Bytes of this content that [#isNext] was asked for and had.
  long compared() {
    return requireNonNull(current).compared;
  }

  private ByteBuffer piece(Content content) throws IOException {
    if (!content.piece.hasRemaining()) {
      giveBack(content);
      readAhead();
      content.piece = PieceWriter.await(content.pieces.remove());
    }
    return content.piece;
  }

  private void giveBack(Content content) {
    if (content.piece.capacity() > 0) {
      free.add(content.piece);
      content.piece = NOTHING;
    }
  }

  /// No more of this content is compared.
  void end() throws IOException {
    var content = requireNonNull(current);
    current = null;
    if (content.equals(last)) {
      last = null;
    }
    try (content.file) {
      giveBack(content);
      for (var piece : content.pieces) {
        free.add(PieceWriter.await(piece));
      }
    }
  }

  private void readAhead() throws IOException {
    while (!free.isEmpty() || made < PIECES) {
      var content = last == null || last.isRequested() ? open() : last;
      if (content == null) {
        return;
      }
      last = content;
      if (!content.isRequested()) {
        request(content);
      }
    }
  }

  /// The next one that the store may have; null after the last.
  private @Nullable Content open() throws IOException {
    while (upcoming.hasNext()) {
      var entry = upcoming.next();
      if (places.mayHave(entry)) {
        var content = new Content(entry, StoredFile.open(places.of(entry), alignment));
        ahead.add(content);
        return content;
      }
    }
    return null;
  }

  private void request(Content content) {
    var buffer = buffer();
    long position = content.requested;
    int length = (int) Math.min(PIECE_BYTES, content.entry.size() - position);
    content.requested += length;
    content.pieces.add(readers.submit(() -> content.file.read(position, length, buffer)));
  }

  private ByteBuffer buffer() {
    var used = free.poll();
    if (used != null) {
      return used;
    }
    made++;
    return Uncached.buffer(PIECE_BYTES, alignment);
  }

  /// What has begun is waited for; what has not is left.
  @Override
  public void close() throws IOException {
    readers.shutdownNow();
    readers.close();
    if (current != null) {
      ahead.add(current);
    }
    for (var content : ahead) {
      content.file.close();
    }
  }
}

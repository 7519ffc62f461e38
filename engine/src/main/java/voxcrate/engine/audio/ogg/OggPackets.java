package voxcrate.engine.audio.ogg;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Puts the packets of one stream after the other together; of the streams that run at the same
/// time the n-th with sound is followed, and so in every link of a chain.
final class OggPackets {
  /// Longer ones are cut: heads with pictures in them. Sound never comes near it.
  private static final int MAX_PACKET_BYTES = 1 << 20;

  private final OggPages pages;
  private final int wanted;
  private final Deque<OggPacket> ready = new ArrayDeque<>();
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private boolean isPending;
  private boolean loss;
  private boolean opens;
  private boolean inHeads = true;
  private int soundsSeen;
  private int serial;
  private boolean isFollowing;
  private int nextSequence;
  private boolean ended;

  /// @param wanted which of the streams with sound, counted from 0
  OggPackets(OggPages pages, int wanted) {
    this.pages = pages;
    this.wanted = wanted;
  }

  /// Null at the end of the file.
  @Nullable OggPacket next() throws IOException {
    while (ready.isEmpty()) {
      var page = pages.next();
      if (page == null) {
        return null;
      }
      if (isOurs(page)) {
        take(page);
      }
    }
    return ready.poll();
  }

  /// Whether the last page of the stream was there.
  boolean ended() {
    return ended;
  }

  /// All streams of a link open before any goes on.
  private boolean isOurs(OggPage page) {
    if (page.isFirst()) {
      if (!inHeads) {
        inHeads = true;
        isFollowing = false;
        soundsSeen = 0;
      }
      if (OggCodec.of(page).isPresent() && soundsSeen++ == wanted) {
        follow(page);
      }
    } else {
      inHeads = false;
    }
    return isFollowing && page.serial() == serial;
  }

  private void follow(OggPage page) {
    isFollowing = true;
    serial = page.serial();
    nextSequence = page.sequence();
    isPending = false;
    opens = true;
    ended = false;
  }

  private void take(OggPage page) {
    boolean gap = page.sequence() != nextSequence;
    nextSequence = page.sequence() + 1;
    ended |= page.isLast();
    if (gap || page.continuesPacket() != isPending) {
      loss |= gap || isPending;
      isPending = false;
    }
    boolean drop = page.continuesPacket() && !isPending;
    int lastEnd = lastEnd(page);
    int at = 0;
    for (int piece = 0; piece < page.pieces(); piece++) {
      int bytes = page.pieceBytes(piece);
      add(page, at, bytes);
      at += bytes;
      if (bytes < 255) {
        if (!drop) {
          finish(page, piece == lastEnd);
        }
        drop = false;
        isPending = false;
        pending.reset();
      } else {
        isPending = !drop;
      }
    }
  }

  private void add(OggPage page, int at, int bytes) {
    if (!isPending) {
      pending.reset();
    }
    isPending = true;
    int room = Math.min(bytes, MAX_PACKET_BYTES - pending.size());
    pending.writeBytes(page.bytes(at, room));
  }

  private void finish(OggPage page, boolean endsPage) {
    ready.add(new OggPacket(pending.toByteArray(), opens, loss, endsPage, page));
    opens = false;
    loss = false;
  }

  private static int lastEnd(OggPage page) {
    int last = page.pieces() - 1;
    while (last >= 0 && page.pieceBytes(last) == 255) {
      last--;
    }
    return last;
  }
}

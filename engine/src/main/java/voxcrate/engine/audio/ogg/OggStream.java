package voxcrate.engine.audio.ogg;

import java.io.IOException;
import voxcrate.engine.audio.codec.PacketDecoder;
import voxcrate.engine.audio.codec.PcmBlock;
import voxcrate.engine.audio.codec.Silence;
import voxcrate.engine.audio.stream.DamageLog;
import voxcrate.engine.audio.stream.PcmFormat;
import voxcrate.engine.audio.stream.PcmStream;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Decodes one stream of an Ogg file, and the streams that follow it in a chain. The positions that
/// pages state give beginning and end exactly, and the length of holes.
final class OggStream implements PcmStream {
  /// Where the first pages with sound are missing: a later beginning is that of a broadcast which
  /// somebody tuned in to.
  private static final long PLAUSIBLE_SECONDS_IN_FRONT = 60;

  /// Samples of all channels together, 16 MiB: half a minute of stereo. Pages have a second, of
  /// which the length is needed where something is missing before them. A page that decodes to more
  /// is given in parts, and the hole follows it.
  private static final int MAX_HELD_SAMPLES = 1 << 22;

  private final OggPackets packets;
  private final DamageLog damage;
  private PcmFormat format;
  private final PcmBlock block;
  private PacketDecoder decoder;

  /// Frames of this link to be dropped at its front.
  private long surplus;

  /// Frames of this link decoded so far, its surplus included.
  private long decoded;

  /// What pages state for the first frame of this link; -1 until the first page with sound ended.
  private long base = -1;

  /// To be given for a hole before the block.
  private final Silence silence;

  /// Frames given so far, of all links.
  private long given;

  private boolean isHole;
  private boolean isChain;
  private boolean isOver;

  private OggStream(OggPackets packets, OggHeads heads, DamageLog damage) {
    this.packets = packets;
    this.decoder = heads.decoder();
    this.surplus = heads.preSkip();
    this.damage = damage;
    this.block = new PcmBlock(decoder.channels());
    this.format = format(PcmFormat.UNKNOWN);
    this.silence = new Silence(format.sampleRate(), format.channels());
  }

  /// @param track counted from 0
  static OggStream open(OggPages pages, int track, DamageLog damage) throws IOException {
    var packets = new OggPackets(pages, track);
    var first = packets.next();
    if (first == null) {
      throw RefusedAudioException.broken("an Ogg file whose first pages are damaged");
    }
    var heads = OggHeads.read(first, packets);
    var last = pages.last(first.page().serial());
    var stream = new OggStream(packets, heads, damage);
    stream.decodeFirstPage(last == null ? -1 : last.granule() - heads.preSkip());
    return stream;
  }

  /// Only behind it is known what positions count from: a broadcast's first may be hours.
  ///
  /// @param end position of the last frame of sound; negative where it is not known
  private void decodeFirstPage(long end) throws IOException {
    decodeNext();
    format = format(base < 0 || end < base ? PcmFormat.UNKNOWN : end - base);
  }

  private PcmFormat format(long frames) {
    return new PcmFormat(decoder.sampleRate(), decoder.channels(), frames);
  }

  @Override
  public PcmFormat format() {
    return format;
  }

  /// A chain has more than its first link states.
  @Override
  public boolean isLengthExact() {
    return !isChain;
  }

  @Override
  public int read(float[] interleaved, int maxFrames) throws IOException {
    while (silence.isOver() && block.frames() == 0) {
      if (!decodeNext()) {
        return 0;
      }
    }
    int frames =
        silence.isOver()
            ? block.take(interleaved, maxFrames)
            : silence.take(interleaved, maxFrames);
    given += frames;
    return frames;
  }

  /// Decodes a packet; up to the end of a page where only its end tells where the sound belongs.
  /// False at the end of the file.
  private boolean decodeNext() throws IOException {
    boolean isPlaced = false;
    while (!isPlaced && block.frames() * format.channels() < MAX_HELD_SAMPLES) {
      var packet = packets.next();
      if (packet == null) {
        tellOfMissingEnd();
        break;
      }
      if (packet.opensStream()) {
        beginLink(packet);
      } else {
        isHole |= packet.isAfterLoss();
        decode(packet.bytes());
        if (packet.endsPage() && packet.page().granule() >= 0) {
          settle(packet.page());
        } else if (base >= 0) {
          cutEnd(packet.page());
        }
      }
      isPlaced = base >= 0 && !isHole;
    }
    long dropped = Math.min(surplus, block.frames());
    block.dropFirst(dropped);
    surplus -= dropped;
    return !isOver || block.frames() > 0;
  }

  private void decode(byte[] packet) {
    if (packet.length == 0) {
      // Some writers close a stream with one.
      return;
    }
    int before = block.frames();
    try {
      decoder.decode(packet, block);
    } catch (RefusedAudioException e) {
      damage.lost(given + block.frames(), 0, e.found());
      isHole = true;
    }
    decoded += block.frames() - before;
  }

  /// Compares with the position that the page states.
  private void settle(OggPage page) {
    if (base < 0) {
      begin(page);
    }
    cutEnd(page);
    long ahead = page.granule() - decoded;
    if (isHole && ahead > base) {
      fillHole(ahead - base);
    }
    isHole = false;
  }

  /// Finds what positions count from, where the first page ends.
  private void begin(OggPage page) {
    long ahead = page.granule() - decoded;
    boolean isLost = isHole && ahead <= PLAUSIBLE_SECONDS_IN_FRONT * format.sampleRate();
    base = isLost ? 0 : Math.max(0, ahead);
    if (ahead < 0 && !page.isLast()) {
      // Cut from a longer stream: what lies before position 0 was kept for the decoder alone.
      surplus -= ahead;
      decoded += ahead;
    }
  }

  /// What is behind the position that the last page states is no sound.
  private void cutEnd(OggPage page) {
    if (page.isLast() && page.granule() >= 0) {
      block.keepFirst(block.frames() + Math.min(0, page.granule() - base - decoded));
    }
  }

  private void fillHole(long frames) {
    // In front, some of what is missing is no sound.
    long dropped = Math.min(surplus, frames);
    if (!silence.begin(frames - dropped)) {
      base += frames;
      return;
    }
    surplus -= dropped;
    decoded += frames;
    damage.lost(given, frames - dropped, "pages of the Ogg file are missing or damaged");
  }

  private void beginLink(OggPacket first) throws IOException {
    var heads = OggHeads.read(first, packets);
    if (heads.decoder().sampleRate() != format.sampleRate()
        || heads.decoder().channels() != format.channels()) {
      throw RefusedAudioException.unsupported(
          "a chain of Ogg streams whose sample rate or channels change");
    }
    decoder = heads.decoder();
    surplus = heads.preSkip();
    decoded = 0;
    base = -1;
    isHole = false;
    isChain = true;
  }

  private void tellOfMissingEnd() {
    if (!packets.ended() && !isOver) {
      damage.lost(given, 0, "the file ends without the last page of its stream");
    }
    isOver = true;
  }
}

package voxcrate.engine.audio.ogg;

import java.io.IOException;
import java.util.Arrays;
import voxcrate.engine.audio.codec.PacketDecoder;
import voxcrate.engine.audio.codec.PcmBlock;
import voxcrate.engine.audio.stream.DamageLog;
import voxcrate.engine.audio.stream.PcmFormat;
import voxcrate.engine.audio.stream.PcmStream;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Decodes one stream of an Ogg file, and the streams that follow it in a chain. The positions that
/// pages state give the end exactly, and the length of holes.
final class OggStream implements PcmStream {
  /// A longer hole is a number that lies.
  private static final long PLAUSIBLE_SECONDS = 3_600;

  private final OggPackets packets;
  private final DamageLog damage;
  private final PcmFormat format;
  private final PcmBlock block;
  private PacketDecoder decoder;

  /// Frames of this link to be dropped at its front.
  private long surplus;

  /// Frames of this link decoded so far, its surplus included.
  private long decoded;

  /// What pages state for the first frame of this link; -1 until the first page with sound ended.
  private long base = -1;

  /// Silence to be given for a hole before the block.
  private long silence;

  /// Frames given so far, of all links.
  private long given;

  private boolean isHole;
  private boolean isOver;

  private OggStream(OggPackets packets, OggHeads heads, long frames, DamageLog damage) {
    this.packets = packets;
    this.decoder = heads.decoder();
    this.surplus = heads.preSkip();
    this.damage = damage;
    this.format = new PcmFormat(decoder.sampleRate(), decoder.channels(), frames);
    this.block = new PcmBlock(decoder.channels());
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
    long frames = last == null ? PcmFormat.UNKNOWN : last.granule() - heads.preSkip();
    return new OggStream(packets, heads, Math.max(frames, PcmFormat.UNKNOWN), damage);
  }

  @Override
  public PcmFormat format() {
    return format;
  }

  @Override
  public int read(float[] interleaved, int maxFrames) throws IOException {
    while (silence == 0 && block.frames() == 0) {
      if (!decodePage()) {
        return 0;
      }
      long dropped = Math.min(surplus, block.frames());
      block.dropFirst(dropped);
      surplus -= dropped;
    }
    int frames =
        silence > 0 ? giveSilence(interleaved, maxFrames) : block.take(interleaved, maxFrames);
    given += frames;
    return frames;
  }

  private int giveSilence(float[] interleaved, int maxFrames) {
    int frames = (int) Math.min(silence, maxFrames);
    Arrays.fill(interleaved, 0, frames * format.channels(), 0);
    silence -= frames;
    return frames;
  }

  /// Decodes up to the end of a page: only there it is known where the sound belongs. False at the
  /// end of the file.
  private boolean decodePage() throws IOException {
    var packet = packets.next();
    if (packet == null) {
      tellOfMissingEnd();
      return false;
    }
    if (packet.opensStream()) {
      beginLink(packet);
      return true;
    }
    while (packet != null) {
      isHole |= packet.isAfterLoss();
      decode(packet.bytes());
      if (packet.endsPage()) {
        settle(packet.page());
        break;
      }
      packet = packets.next();
    }
    return true;
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
    long ahead = page.granule() - decoded;
    if (base < 0) {
      base = page.isLast() ? 0 : Math.max(0, ahead);
    }
    if (page.isLast()) {
      block.keepFirst(block.frames() + Math.min(0, ahead - base));
    }
    if (isHole && ahead > base) {
      fillHole(ahead - base);
    }
    isHole = false;
  }

  private void fillHole(long frames) {
    if (frames > PLAUSIBLE_SECONDS * format.sampleRate()) {
      base += frames;
      return;
    }
    damage.lost(given, frames, "pages of the Ogg file are missing or damaged");
    silence = frames;
    decoded += frames;
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
  }

  private void tellOfMissingEnd() {
    if (!packets.ended() && !isOver) {
      damage.lost(given, 0, "the file ends without the last page of its stream");
    }
    isOver = true;
  }
}

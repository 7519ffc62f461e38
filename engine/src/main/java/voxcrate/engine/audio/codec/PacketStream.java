package voxcrate.engine.audio.codec;

import java.io.IOException;
import voxcrate.engine.audio.stream.DamageLog;
import voxcrate.engine.audio.stream.PcmFormat;
import voxcrate.engine.audio.stream.PcmStream;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Decodes a track packet by packet, without the samples that the encoder put before and behind.
public final class PacketStream implements PcmStream {
  /// Codecs look back on packets before: MP3's borrowed bits furthest.
  private static final int WARM_UP_PACKETS = 20;

  /// By so much the source's clock may go ahead of the samples, or behind. Writers round their
  /// times, and some take them from the wall; what is more was a pause of the recording.
  private static final double TOLERATED_SECONDS = 0.2;

  private final PacketSource source;
  private final PacketDecoder decoder;
  private final PcmFormat format;
  private final DamageLog damage;
  private final PcmBlock block;
  private final long limit;
  private final boolean isLengthExact;

  /// Frames of one packet where all have the same, else 0.
  private final int packetFrames;

  /// Frames of the packet before, to fill in for one that does not decode.
  private int lastFrames;

  /// Frames at the front still to be dropped.
  private long surplus;

  /// Frames given or stepped over.
  private long given;

  /// To be given before the block.
  private final Silence silence;

  /// Where the source's clock should be: what was decoded and what was put in for holes.
  private long clock;

  /// @param packetFrames of each packet where all have the same, else 0
  /// @param extent what of the decoded track is the recording
  public PacketStream(
      PacketSource source,
      PacketDecoder decoder,
      int packetFrames,
      Extent extent,
      DamageLog damage) {
    this.source = source;
    this.decoder = decoder;
    this.packetFrames = packetFrames;
    this.format = new PcmFormat(decoder.sampleRate(), decoder.channels(), extent.stated());
    this.block = new PcmBlock(decoder.channels());
    this.surplus = extent.trim();
    this.limit = extent.limit() < 0 ? Long.MAX_VALUE : extent.limit();
    this.isLengthExact = extent.exact();
    this.damage = damage;
    this.silence = new Silence(decoder.sampleRate(), decoder.channels());
    this.silence.begin(extent.delay());
  }

  /// What of a decoded track is the recording.
  ///
  /// @param trim frames in front that are no sound
  /// @param limit most frames behind these; -1 for all
  /// @param stated length in frames for whoever asks; -1 where it is not known
  /// @param exact whether a track that is shorter than `stated` lacks something
  /// @param delay frames of silence before all that
  public record Extent(long trim, long limit, long stated, boolean exact, long delay) {
    public static final Extent WHOLE = about(0, PcmFormat.UNKNOWN);

    /// No more than is stated.
    public static Extent of(long trim, long frames) {
      return new Extent(trim, frames, frames, frames >= 0, 0);
    }

    /// The same, later.
    public Extent delayedBy(long frames) {
      return new Extent(
          trim,
          limit < 0 ? limit : limit + frames,
          stated < 0 ? stated : stated + frames,
          exact,
          frames);
    }

    /// All that the source gives; it should be what is stated.
    public static Extent expected(long trim, long frames) {
      return new Extent(trim, -1, frames, frames >= 0, 0);
    }

    /// All that the source gives, be it more or less than what is stated.
    public static Extent about(long trim, long frames) {
      return new Extent(trim, -1, frames, false, 0);
    }
  }

  @Override
  public PcmFormat format() {
    return format;
  }

  @Override
  public int read(float[] interleaved, int maxFrames) throws IOException {
    while (silence.isOver() && block.frames() == 0 && given < limit && decodeNext()) {
      long dropped = Math.min(surplus, block.frames());
      block.dropFirst(dropped);
      surplus -= dropped;
    }
    int most = (int) Math.min(maxFrames, limit - given);
    int frames = silence.isOver() ? block.take(interleaved, most) : silence.take(interleaved, most);
    given += frames;
    return frames;
  }

  @Override
  public boolean isLengthExact() {
    return isLengthExact;
  }

  @Override
  public long skip(long wanted) throws IOException {
    // What an encoder has padded behind the end is not stepped over: the end is before it.
    long within = Math.min(wanted, limit - given);
    long whole = packetFrames == 0 ? 0 : within / packetFrames - WARM_UP_PACKETS;
    if (whole <= 0 || !silence.isOver()) {
      return 0;
    }
    long stepped = 0;
    while (stepped < whole && source.skip()) {
      stepped++;
    }
    long skipped = block.frames() + stepped * packetFrames;
    block.dropFirst(block.frames());
    long dropped = Math.min(surplus, skipped);
    surplus -= dropped;
    given += skipped - dropped;
    return skipped - dropped;
  }

  /// False at the end.
  private boolean decodeNext() throws IOException {
    var packet = source.next();
    if (packet == null) {
      return false;
    }
    fillHole();
    // Of packets without content there may be any number in a few bytes: they take no time.
    if (packet.length > 0) {
      decode(packet);
      block.keepFirst(block.frames() - source.discard());
    }
    return true;
  }

  private void decode(byte[] packet) {
    try {
      decoder.decode(packet, block);
      lastFrames = Math.max(block.frames(), packetFrames);
    } catch (RefusedAudioException e) {
      int lost = Math.max(lastFrames, packetFrames);
      block.growSilent(Math.max(0, lost - block.frames()));
      damage.lost(given + silence.left(), lost, e.found());
    }
    // A frame whose borrowed bits are missing decodes to nothing; time goes on.
    block.growSilent(Math.max(0, packetFrames - block.frames()));
    clock += block.frames();
  }

  /// As long as the source's clock went on without sound.
  private void fillHole() {
    long start = source.start();
    long missing = start - clock;
    if (start < 0 || (!source.isAfterLoss() && Math.abs(missing) <= tolerated())) {
      return;
    }
    if (missing > 0 && silence.begin(missing) && source.isAfterLoss()) {
      damage.lost(given, missing, "a part of the file is damaged");
    }
    // A clock that jumps back, or further than makes sense, is followed from where it is.
    clock = start;
  }

  private double tolerated() {
    return TOLERATED_SECONDS * format.sampleRate();
  }
}

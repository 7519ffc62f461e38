package voxcrate.engine.audio.codec;

import voxcrate.engine.audio.stream.RefusedAudioException;

/// Steps through the code books of a Vorbis setup header (Vorbis I, 3.2.1) to see how much memory
/// they would take, before the decoder allocates it: a few bytes can ask for gigabytes.
final class VorbisSetup {
  private static final int SYNC = 0x564342;
  private static final int HEAD_BYTES = 7;

  /// Numbers in all code books; the encoder's largest have about 200,000.
  private static final long MAX_NUMBERS = 1 << 20;

  /// Of one vector; the encoder uses at most 8.
  private static final int MAX_DIMENSIONS = 64;

  private final byte[] packet;
  private long bit = HEAD_BYTES * 8L;
  private long numbers;

  private VorbisSetup(byte[] packet) {
    this.packet = packet;
  }

  static void check(byte[] packet) throws RefusedAudioException {
    var setup = new VorbisSetup(packet);
    int books = setup.read(8) + 1;
    for (int i = 0; i < books; i++) {
      setup.skipBook();
    }
  }

  private void skipBook() throws RefusedAudioException {
    boolean isBook = read(24) == SYNC;
    int dimensions = read(16);
    int entries = read(24);
    numbers += (long) entries * Math.max(1, dimensions);
    if (!isBook || dimensions > MAX_DIMENSIONS || numbers > MAX_NUMBERS) {
      throw RefusedAudioException.broken("a Vorbis stream with code books that make no sense");
    }
    if (read(1) == 1) {
      skipOrderedLengths(entries);
    } else {
      skipLengths(entries);
    }
    skipValues(dimensions, entries);
  }

  private void skipOrderedLengths(int entries) throws RefusedAudioException {
    read(5);
    // A run may be empty: lengths end at 32, and so does the loop.
    for (int done = 0, length = 0; done < entries && length <= 32; length++) {
      done += read(32 - Integer.numberOfLeadingZeros(entries - done));
    }
  }

  private void skipLengths(int entries) throws RefusedAudioException {
    boolean sparse = read(1) == 1;
    for (int i = 0; i < entries; i++) {
      if (!sparse || read(1) == 1) {
        read(5);
      }
    }
  }

  private void skipValues(int dimensions, int entries) throws RefusedAudioException {
    int type = read(4);
    if (type == 0) {
      return;
    }
    read(32);
    read(32);
    int bits = read(4) + 1;
    read(1);
    bit += bits * (type == 1 ? valuesOfLattice(dimensions, entries) : (long) entries * dimensions);
  }

  /// The greatest number whose `dimensions`-th power is not above `entries`.
  private static long valuesOfLattice(int dimensions, int entries) {
    long values = (long) Math.floor(Math.pow(entries, 1.0 / Math.max(1, dimensions)) + 1e-9);
    return Math.pow(values + 1.0, dimensions) <= entries ? values + 1 : values;
  }

  private int read(int count) throws RefusedAudioException {
    if (bit + count > packet.length * 8L) {
      throw RefusedAudioException.broken("a Vorbis stream whose head is cut short");
    }
    int value = 0;
    for (int i = 0; i < count; i++, bit++) {
      value |= (packet[(int) (bit >>> 3)] >>> (bit & 7) & 1) << i;
    }
    return value;
  }
}

package voxcrate.engine.audio.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// The identification header of an Opus stream (RFC 7845, 5.1).
///
/// @param preSkip samples at 48 kHz in front that are no sound
/// @param gain to be applied, in 256ths of a decibel
/// @param mapping which decoded channel each channel of the recording is, in the order of WAV
public record OpusHead(
    int channels, int preSkip, int gain, int streams, int coupledStreams, List<Integer> mapping) {
  private static final String MAGIC = "OpusHead";
  private static final int FIXED_BYTES = 19;
  private static final int MAX_CHANNELS = 8;

  /// The family of mappings in which channels belong to places in a room.
  private static final int SURROUND = 1;

  public OpusHead {
    mapping = List.copyOf(mapping);
  }

  public static boolean isHead(byte[] packet) {
    return packet.length >= FIXED_BYTES
        && new String(packet, 0, MAGIC.length(), StandardCharsets.ISO_8859_1).equals(MAGIC);
  }

  public static OpusHead of(byte[] packet) throws RefusedAudioException {
    if (!isHead(packet)) {
      throw RefusedAudioException.broken("an Opus stream without its head");
    }
    var fields = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
    return of(fields.position(9), Short.toUnsignedInt(fields.getShort(10)), fields.getShort(16));
  }

  /// The `dOps` box of MP4: the same in the other byte order ("Encapsulation of Opus in ISO Base
  /// Media File Format", 4.3.2).
  public static OpusHead ofBox(byte[] box) throws RefusedAudioException {
    if (box.length < 11) {
      throw RefusedAudioException.broken("an Opus track without its head");
    }
    var fields = ByteBuffer.wrap(box);
    int preSkip = Short.toUnsignedInt(fields.getShort(2));
    int gain = fields.getShort(8);
    return of(fields, 1, 10, preSkip, gain);
  }

  private static OpusHead of(ByteBuffer fields, int preSkip, int gain)
      throws RefusedAudioException {
    return of(fields, 9, 18, preSkip, gain);
  }

  private static OpusHead of(ByteBuffer fields, int channelsAt, int familyAt, int preSkip, int gain)
      throws RefusedAudioException {
    int channels = Byte.toUnsignedInt(fields.get(channelsAt));
    if (channels == 0 || channels > MAX_CHANNELS) {
      throw RefusedAudioException.unsupported("an Opus stream of " + channels + " channels");
    }
    if (fields.get(familyAt) == 0) {
      var mapping = channels == 1 ? List.of(0) : List.of(0, 1);
      return new OpusHead(channels, preSkip, gain, 1, channels - 1, mapping);
    }
    if (fields.limit() < familyAt + 3 + channels) {
      throw RefusedAudioException.broken("an Opus stream without its table of channels");
    }
    var mapping = new ArrayList<Integer>();
    int[] order =
        fields.get(familyAt) == SURROUND ? VorbisOrder.of(channels) : asTheyCome(channels);
    for (int place : order) {
      mapping.add(Byte.toUnsignedInt(fields.get(familyAt + 3 + place)));
    }
    return new OpusHead(
        channels, preSkip, gain, fields.get(familyAt + 1), fields.get(familyAt + 2), mapping);
  }

  private static int[] asTheyCome(int channels) {
    return IntStream.range(0, channels).toArray();
  }

  /// Which decoded channel each channel of the recording is.
  short[] channelTable() {
    var table = new short[channels];
    for (int i = 0; i < channels; i++) {
      table[i] = mapping.get(i).shortValue();
    }
    return table;
  }
}

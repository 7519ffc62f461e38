package voxcrate.engine.audio.wav;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import voxcrate.engine.audio.stream.AudioContainer;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Reads the chunks of RIFF WAVE up to the samples: in any order before `data`, unknown ones
/// skipped. RF64 and BW64 keep sizes beyond 4 GiB in a chunk of their own (EBU Tech 3306, ITU-R
/// BS.2088).
public final class WavFile {
  /// Writers that cannot seek back leave a size of this kind: the data go on to the file's end.
  private static final long OPEN_END = 0x7FFF_0000L;

  /// In RF64, where the real size stands in `ds64`.
  private static final long SEE_DS64 = 0xFFFF_FFFFL;

  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int RIFF_HEADER_BYTES = 12;
  private static final int DS64_BYTES = 16;
  private static final int MAX_FORMAT_BYTES = 1 << 10;

  private final RecordingInput in;
  private long riffBytes;
  private long longDataBytes = -1;
  private byte[] description = {};

  private WavFile(RecordingInput in) {
    this.in = in;
  }

  /// Leaves the input at the first sample.
  public static AudioContainer read(RecordingInput in) throws IOException {
    return new WavFile(in).readUpToData();
  }

  private AudioContainer readUpToData() throws IOException {
    riffBytes = Integer.toUnsignedLong(littleEndian(in.exactly(RIFF_HEADER_BYTES)).getInt(4));
    while (true) {
      var header = header();
      var id = new String(header, 0, 4, StandardCharsets.ISO_8859_1);
      long bytes = Integer.toUnsignedLong(littleEndian(header).getInt(4));
      if (id.equals("data")) {
        return samples(dataBytes(bytes));
      }
      readChunk(id, bytes);
    }
  }

  private void readChunk(String id, long bytes) throws IOException {
    long next = in.position() + bytes + (bytes & 1);
    if (next > in.size()) {
      throw RefusedAudioException.broken("a chunk of the WAV file reaches beyond the file");
    }
    if (id.equals("fmt ")) {
      description = in.exactly((int) Math.min(bytes, MAX_FORMAT_BYTES));
    } else if (id.equals("ds64") && bytes >= DS64_BYTES) {
      longDataBytes = littleEndian(in.exactly(DS64_BYTES)).getLong(8);
    }
    // Chunks begin at even positions.
    in.position(next);
  }

  private AudioContainer samples(long dataBytes) throws IOException {
    var format = WavFormat.of(description);
    return AudioContainer.of(format.codec(), damage -> format.open(in, dataBytes, damage));
  }

  /// What the `data` chunk really holds as far as can be told: the stated size where it was filled
  /// in, else all there is.
  private long dataBytes(long stated) throws IOException {
    long left = in.size() - in.position();
    if (stated == SEE_DS64 && longDataBytes > 0) {
      return longDataBytes;
    }
    boolean neverFilledIn = stated == 0 && riffBytes <= in.position() - CHUNK_HEADER_BYTES;
    boolean openEnd = stated >= OPEN_END && stated > left;
    return openEnd || neverFilledIn ? left : stated;
  }

  private byte[] header() throws IOException {
    var header = in.readNBytes(CHUNK_HEADER_BYTES);
    if (header.length < CHUNK_HEADER_BYTES) {
      throw RefusedAudioException.broken("a WAV file without a 'data' chunk");
    }
    return header;
  }

  static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

package voxcrate.engine.audio.ogg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.stream.RecordingInput;

/// Reads the pages of an Ogg file in order. Pages with a wrong checksum are stepped over: whoever
/// reads on sees the hole in the numbers.
final class OggPages {
  private static final int CRC_AT = 22;
  private static final byte[] MAGIC = {'O', 'g', 'g', 'S'};
  private static final int MAX_PAGE_BYTES = OggPage.HEADER_BYTES + 255 + 255 * 255;

  private final RecordingInput in;

  /// Bytes read as pages that were none. A page can be damaged once; more than a file has is the
  /// work of one who made it to annoy.
  private long wasted;

  OggPages(RecordingInput in) {
    this.in = in;
  }

  /// Null at the end of the file.
  @Nullable OggPage next() throws IOException {
    while (true) {
      long start = in.position();
      var header = in.readNBytes(OggPage.HEADER_BYTES);
      if (header.length < OggPage.HEADER_BYTES) {
        return null;
      }
      var page = isMagic(header) ? page(header) : null;
      if (page != null) {
        return page;
      }
      wasted += in.position() - start;
      in.position(start + 1);
      if (wasted > in.size() + MAX_PAGE_BYTES || !moveToMagic()) {
        return null;
      }
    }
  }

  /// The last whole page of one stream, where it lies at the file's end; the input stays where it
  /// is.
  @Nullable OggPage last(int serial) throws IOException {
    long here = in.position();
    in.position(Math.max(here, in.size() - 2L * MAX_PAGE_BYTES));
    OggPage last = null;
    for (var page = next(); page != null; page = next()) {
      last = page.serial() == serial && page.granule() >= 0 ? page : last;
    }
    in.position(here);
    return last;
  }

  /// Null where the checksum is wrong or the file ends.
  private @Nullable OggPage page(byte[] header) throws IOException {
    var lacing = in.readNBytes(Byte.toUnsignedInt(header[header.length - 1]));
    int bytes = 0;
    for (byte piece : lacing) {
      bytes += Byte.toUnsignedInt(piece);
    }
    var body = in.readNBytes(bytes);
    var fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    int stated = fields.getInt(CRC_AT);
    fields.putInt(CRC_AT, 0);
    int crc = OggPage.crc(OggPage.crc(OggPage.crc(0, header), lacing), body);
    if (crc != stated || body.length < bytes) {
      return null;
    }
    return new OggPage(
        header[5], fields.getLong(6), fields.getInt(14), fields.getInt(18), lacing, body);
  }

  private static boolean isMagic(byte[] header) {
    return Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private boolean moveToMagic() throws IOException {
    int window = 0;
    int magic = ByteBuffer.wrap(MAGIC).getInt();
    for (int next = in.read(); next >= 0; next = in.read()) {
      window = (window << 8) | next;
      if (window == magic) {
        in.position(in.position() - MAGIC.length);
        return true;
      }
    }
    return false;
  }
}

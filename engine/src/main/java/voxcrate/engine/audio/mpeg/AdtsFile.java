package voxcrate.engine.audio.mpeg;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.codec.AacPackets;
import voxcrate.engine.audio.codec.PacketSource;
import voxcrate.engine.audio.codec.PacketStream;
import voxcrate.engine.audio.codec.PacketStream.Extent;
import voxcrate.engine.audio.stream.AudioContainer;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// A stream of AAC frames, each with its header (".aac"). What lies between frames is stepped over.
public final class AdtsFile implements PacketSource {
  private static final int CONVINCING_FRAMES = 3;

  private final RecordingInput in;
  private @Nullable AdtsHeader first;

  private AdtsFile(RecordingInput in) {
    this.in = in;
  }

  /// Whether several frames follow each other here. The input stays where it is.
  public static boolean isLikely(RecordingInput in) throws IOException {
    long here = in.position();
    int found = 0;
    var header = headerAt(in, here);
    while (header.isPresent() && found < CONVINCING_FRAMES) {
      found++;
      header = headerAt(in, in.position() + header.get().bytes());
    }
    in.position(here);
    return found == CONVINCING_FRAMES;
  }

  public static AudioContainer read(RecordingInput in) throws IOException {
    long start = in.position();
    var file = new AdtsFile(in);
    var frame = file.next();
    if (frame == null || file.first == null) {
      throw RefusedAudioException.broken("an AAC file without one frame of sound");
    }
    if (file.first.blocks() > 1) {
      // Only a decoder knows where one ends and the next begins, and none gives it away.
      throw RefusedAudioException.unsupported("AAC with several packets in a frame");
    }
    var decoder = new AacPackets(file.first.config(), frame);
    in.position(start);
    return AudioContainer.of(
        "AAC", damage -> new PacketStream(file, decoder, 0, Extent.WHOLE, damage));
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    while (true) {
      var header = headerAt(in, in.position());
      if (header.isPresent() && isOurs(header.get())) {
        first = first == null ? header.get() : first;
        var frame = in.readNBytes(header.get().bytes());
        return frame.length < header.get().bytes()
            ? null
            : Arrays.copyOfRange(frame, header.get().headerBytes(), frame.length);
      }
      if (!moveToSyncByte()) {
        return null;
      }
    }
  }

  private boolean isOurs(AdtsHeader header) throws IOException {
    if (first != null) {
      return header.isOfStream(first);
    }
    long here = in.position();
    long behind = here + header.bytes();
    boolean isFollowed = behind == in.size() || headerAt(in, behind).isPresent();
    in.position(here);
    return isFollowed;
  }

  private static Optional<AdtsHeader> headerAt(RecordingInput in, long position)
      throws IOException {
    in.position(position);
    return AdtsHeader.of(in.peek(AdtsHeader.BYTES));
  }

  private boolean moveToSyncByte() throws IOException {
    in.position(in.position() + 1);
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == 0xFF) {
        in.position(in.position() - 1);
        return true;
      }
    }
    return false;
  }
}

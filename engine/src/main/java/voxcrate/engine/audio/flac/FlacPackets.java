package voxcrate.engine.audio.flac;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import voxcrate.engine.audio.codec.PacketDecoder;
import voxcrate.engine.audio.codec.PcmBlock;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// FLAC frames that another container holds, one a packet.
public final class FlacPackets implements PacketDecoder {
  private final FlacDescription description;

  public FlacPackets(FlacDescription description) {
    this.description = description;
  }

  @Override
  public int sampleRate() {
    return description.format().sampleRate();
  }

  @Override
  public int channels() {
    return description.format().channels();
  }

  @Override
  public void decode(byte[] packet, PcmBlock target) throws RefusedAudioException {
    try {
      var bits = new FlacBits(new ByteArrayInputStream(packet));
      var frame = FlacFrame.read(bits, description.sampleBits());
      if (frame.channels() != channels()) {
        throw new FlacException("the number of channels changes");
      }
      int at = target.grow(frame.blockSize());
      frame.copy(0, frame.blockSize(), target.samples(), at);
    } catch (FlacException e) {
      throw RefusedAudioException.broken(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw RefusedAudioException.broken("a FLAC frame is cut short");
    }
  }
}

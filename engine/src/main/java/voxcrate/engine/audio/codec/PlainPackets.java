package voxcrate.engine.audio.codec;

import voxcrate.engine.audio.pcm.SampleLayout;

/// Packets that are samples as they are.
public final class PlainPackets implements PacketDecoder {
  private final SampleLayout layout;
  private final int sampleRate;

  public PlainPackets(SampleLayout layout, int sampleRate) {
    this.layout = layout;
    this.sampleRate = sampleRate;
  }

  @Override
  public int sampleRate() {
    return sampleRate;
  }

  @Override
  public int channels() {
    return layout.channels();
  }

  @Override
  public void decode(byte[] packet, PcmBlock target) {
    int frames = packet.length / layout.frameBytes();
    int at = target.grow(frames);
    layout.decode(packet, target.samples(), at, frames);
  }
}

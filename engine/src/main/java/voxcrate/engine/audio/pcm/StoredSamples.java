package voxcrate.engine.audio.pcm;

import java.io.IOException;
import voxcrate.engine.audio.stream.PcmFormat;
import voxcrate.engine.audio.stream.PcmStream;
import voxcrate.engine.audio.stream.RecordingInput;

/// One stretch of a file that holds samples and nothing else.
public final class StoredSamples implements PcmStream {
  private final RecordingInput in;
  private final SampleLayout layout;
  private final PcmFormat format;
  private long bytesLeft;

  /// Begins at the input's position.
  ///
  /// @param bytes length of the stretch as stated; the file may end before
  public StoredSamples(RecordingInput in, SampleLayout layout, int sampleRate, long bytes) {
    this.in = in;
    this.layout = layout;
    this.bytesLeft = bytes;
    this.format = new PcmFormat(sampleRate, layout.channels(), bytes / layout.frameBytes());
  }

  @Override
  public PcmFormat format() {
    return format;
  }

  @Override
  public int read(float[] interleaved, int maxFrames) throws IOException {
    long frames = Math.min(maxFrames, bytesLeft / layout.frameBytes());
    var bytes = in.readNBytes((int) frames * layout.frameBytes());
    bytesLeft -= bytes.length;
    int whole = bytes.length / layout.frameBytes();
    layout.decode(bytes, interleaved, 0, whole);
    return whole;
  }

  @Override
  public long skip(long frames) throws IOException {
    long wanted = Math.min(frames, bytesLeft / layout.frameBytes());
    long skipped = in.skip(wanted * layout.frameBytes()) / layout.frameBytes();
    bytesLeft -= skipped * layout.frameBytes();
    return skipped;
  }
}

package voxcrate.engine.audio.ogg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import voxcrate.engine.audio.stream.AudioContainer;
import voxcrate.engine.audio.stream.AudioTrack;
import voxcrate.engine.audio.stream.DamageLog;
import voxcrate.engine.audio.stream.PcmStream;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// The streams of an Ogg file, as its first pages open them.
public final class OggFile implements AudioContainer {
  /// Streams at the same time; more are none that people make.
  private static final int MAX_STREAMS = 64;

  private final RecordingInput in;
  private final long start;
  private final List<AudioTrack> tracks;

  private OggFile(RecordingInput in, long start, List<AudioTrack> tracks) {
    this.in = in;
    this.start = start;
    this.tracks = List.copyOf(tracks);
  }

  public static AudioContainer read(RecordingInput in) throws IOException {
    long start = in.position();
    var pages = new OggPages(in);
    var tracks = new ArrayList<AudioTrack>();
    int streams = 0;
    for (var page = pages.next();
        page != null && page.isFirst() && streams < MAX_STREAMS;
        page = pages.next()) {
      streams++;
      OggCodec.of(page)
          .ifPresent(codec -> tracks.add(new AudioTrack(tracks.size() + 1, codec.words(), "")));
    }
    if (streams == 0) {
      throw RefusedAudioException.broken("an Ogg file whose first pages are damaged");
    }
    return new OggFile(in, start, tracks);
  }

  @Override
  public List<AudioTrack> tracks() {
    return tracks;
  }

  @Override
  public PcmStream open(AudioTrack track, DamageLog damage) throws IOException {
    in.position(start);
    return OggStream.open(new OggPages(in), track.number() - 1, damage);
  }
}

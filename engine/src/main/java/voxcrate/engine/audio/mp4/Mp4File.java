package voxcrate.engine.audio.mp4;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.codec.PacketDecoder;
import voxcrate.engine.audio.codec.PacketSource;
import voxcrate.engine.audio.codec.PacketStream;
import voxcrate.engine.audio.codec.PacketStream.Extent;
import voxcrate.engine.audio.stream.AudioContainer;
import voxcrate.engine.audio.stream.AudioTrack;
import voxcrate.engine.audio.stream.DamageLog;
import voxcrate.engine.audio.stream.PcmStream;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// The index of an MP4 file, wherever it lies, and the tracks with sound it knows.
public final class Mp4File implements AudioContainer {
  private static final int MAX_TRACKS = 100;
  private static final int MAX_HEADER_BYTES = 1 << 10;

  /// A track that begins later than that after others is a number that lies.
  private static final int MAX_DELAY_SECONDS = 3_600;

  private final RecordingInput in;
  private final Box index;
  private final List<Mp4Track> tracks;

  private Mp4File(RecordingInput in, Box index, List<Mp4Track> tracks) {
    this.in = in;
    this.index = index;
    this.tracks = List.copyOf(tracks);
  }

  public static AudioContainer read(RecordingInput in) throws IOException {
    var index = index(in);
    var tracks = new ArrayList<Mp4Track>();
    try {
      for (var box : index.children(in)) {
        if (box.type().equals("trak") && tracks.size() < MAX_TRACKS && Mp4Track.isSound(in, box)) {
          tracks.add(Mp4Track.read(in, box));
        }
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw RefusedAudioException.broken("an MP4 file whose index is damaged");
    }
    return new Mp4File(in, index, tracks);
  }

  private static Box index(RecordingInput in) throws IOException {
    for (var box : Box.within(in, in.position(), in.size())) {
      if (box.type().equals("moov")) {
        return box;
      }
    }
    throw RefusedAudioException.broken(
        "an MP4 file without its index ('moov'): the recording was not finished, or the file is"
            + " cut short");
  }

  @Override
  public List<AudioTrack> tracks() {
    var listed = new ArrayList<AudioTrack>();
    for (var track : tracks) {
      var codec = Mp4Codec.words(track.entry().type());
      listed.add(new AudioTrack(listed.size() + 1, codec, track.language()));
    }
    return listed;
  }

  @Override
  public PcmStream open(AudioTrack chosen, DamageLog damage) throws IOException {
    var track = tracks.get(chosen.number() - 1);
    try {
      boolean isFragmented = index.child(in, "mvex").isPresent();
      // Fragments of a service's may come without a table of their own.
      boolean isIndexed = track.table().child(in, "stsz").isPresent();
      var table =
          isFragmented && !isIndexed ? SampleTable.EMPTY : SampleTable.read(in, track.table());
      var layout = Mp4Codec.layout(in, track.entry());
      int frameBytes = layout == null ? 0 : layout.frameBytes();
      var first = frameBytes > 0 ? null : firstOf(packets(track, table, 0));
      var decoder = Mp4Codec.decoder(in, track.entry(), first);
      return new PacketStream(
          packets(track, table, frameBytes),
          decoder,
          0,
          extent(track, isFragmented ? -1 : table.duration(), decoder)
              .delayedBy(delay(track, decoder)),
          damage);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw RefusedAudioException.broken("an MP4 file whose index is damaged");
    }
  }

  /// Some recorders write the index after the first seconds, with these in it, and fragments
  /// behind.
  ///
  /// @param frameBytes of plain samples, else 0
  private PacketSource packets(Mp4Track track, SampleTable table, int frameBytes)
      throws IOException {
    var indexed = new TablePackets(in, table, frameBytes);
    if (index.child(in, "mvex").isEmpty()) {
      return indexed;
    }
    var fragments =
        new FragmentPackets(in, track.id(), defaultBytes(track.id()), frameBytes, index.to());
    return () -> {
      var packet = indexed.next();
      return packet == null ? fragments.next() : packet;
    };
  }

  /// A damaged first packet is told of when it is its turn.
  private static byte @Nullable [] firstOf(PacketSource packets) throws IOException {
    try {
      return packets.next();
    } catch (EOFException e) {
      return null;
    }
  }

  /// @param duration in ticks of the track; -1 where the index does not know
  private Extent extent(Mp4Track track, long duration, PacketDecoder decoder) throws IOException {
    long trim = frames(track.edit().start(), track.timeScale(), decoder);
    if (duration < 0) {
      return Extent.about(trim, -1);
    }
    long whole = frames(duration, track.timeScale(), decoder) - trim;
    if (track.edit().duration() > 0) {
      // One tick more: both clocks are rounded.
      long shown = frames(track.edit().duration() + 1, movieTimeScale(), decoder);
      whole = Math.min(whole, shown);
    }
    return whole > 0 ? Extent.of(trim, whole) : Extent.about(trim, -1);
  }

  private long delay(Mp4Track track, PacketDecoder decoder) throws IOException {
    long frames = frames(track.edit().delay(), movieTimeScale(), decoder);
    return frames > (long) MAX_DELAY_SECONDS * decoder.sampleRate() ? 0 : frames;
  }

  private static long frames(long ticks, int timeScale, PacketDecoder decoder) {
    return Math.round(ticks * (double) decoder.sampleRate() / timeScale);
  }

  private int movieTimeScale() throws IOException {
    Optional<Box> header = index.child(in, "mvhd");
    if (header.isEmpty()) {
      return 1;
    }
    var fields = header.get().content(in, MAX_HEADER_BYTES);
    return Math.max(1, fields.getInt(fields.get(0) == 1 ? 20 : 12));
  }

  /// Size of a packet where fragments do not state it (`trex`).
  private int defaultBytes(int trackId) throws IOException {
    var extensions = index.child(in, "mvex");
    if (extensions.isPresent()) {
      for (var box : extensions.get().children(in)) {
        if (box.type().equals("trex")) {
          var fields = box.content(in, MAX_HEADER_BYTES);
          if (fields.getInt(4) == trackId) {
            return fields.getInt(16);
          }
        }
      }
    }
    return 0;
  }
}

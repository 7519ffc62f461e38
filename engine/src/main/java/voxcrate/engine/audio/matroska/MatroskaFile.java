package voxcrate.engine.audio.matroska;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.codec.OpusHead;
import voxcrate.engine.audio.codec.PacketStream;
import voxcrate.engine.audio.codec.PacketStream.Extent;
import voxcrate.engine.audio.stream.AudioContainer;
import voxcrate.engine.audio.stream.AudioTrack;
import voxcrate.engine.audio.stream.DamageLog;
import voxcrate.engine.audio.stream.PcmStream;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// The head of a Matroska or WebM file: its time scale and its tracks.
public final class MatroskaFile implements AudioContainer {
  private static final int MAX_TRACKS = 100;
  private static final long DEFAULT_TICK_NANOS = 1_000_000;
  private static final double NANOS = 1e9;

  private final RecordingInput in;
  private final List<MatroskaTrack> tracks = new ArrayList<>();
  private long tickNanos = DEFAULT_TICK_NANOS;
  private double durationTicks;

  /// Position of the first element behind the tracks' description.
  private long behindHead;

  /// Position behind the segment as stated; 0 where the writer did not know.
  private long segmentEnd;

  private MatroskaFile(RecordingInput in) {
    this.in = in;
  }

  public static AudioContainer read(RecordingInput in) throws IOException {
    var file = new MatroskaFile(in);
    file.readHead();
    return file;
  }

  @Override
  public List<AudioTrack> tracks() {
    var listed = new ArrayList<AudioTrack>();
    for (var track : tracks) {
      var codec = track.isEncrypted() ? "encrypted" : MatroskaCodec.words(track.codec());
      listed.add(new AudioTrack(listed.size() + 1, codec, track.language()));
    }
    return listed;
  }

  @Override
  public PcmStream open(AudioTrack chosen, DamageLog damage) throws IOException {
    var track = tracks.get(chosen.number() - 1);
    var decoder = MatroskaCodec.decoder(in, track, first(track));
    int rate = decoder.sampleRate();
    // Some writers state the delay of Opus at another sample rate; the codec's head knows.
    long trim =
        track.codec().equals("A_OPUS")
            ? OpusHead.of(track.codecPrivate(in)).preSkip()
            : Math.round(track.delayNanos() / NANOS * rate);
    long stated = Math.round(durationTicks * tickNanos / NANOS * rate);
    return new PacketStream(
        new BlockPackets(in, track, clusters(), tickNanos, rate),
        decoder,
        0,
        Extent.about(trim, stated > 0 ? stated : -1),
        damage);
  }

  private byte @Nullable [] first(MatroskaTrack track) throws IOException {
    try {
      return new BlockPackets(in, track, clusters(), tickNanos, 1).next();
    } catch (EOFException e) {
      return null;
    }
  }

  private BlockPackets.Extent clusters() {
    return new BlockPackets.Extent(behindHead, segmentEnd);
  }

  private void readHead() throws IOException {
    Optional<Element> element = Element.next(in);
    while (element.isPresent() && element.get().id() != Element.CLUSTER) {
      var here = element.get();
      if (here.id() == Element.SEGMENT) {
        in.position(here.from());
        segmentEnd = here.isOpen() ? 0 : here.to();
      } else {
        takeHead(here);
        if (here.isOpen() || here.to() > in.size()) {
          break;
        }
        in.position(here.to());
      }
      behindHead = in.position();
      element = Element.next(in);
    }
    if (tracks.isEmpty() && element.isEmpty()) {
      throw RefusedAudioException.broken("a Matroska file whose head is damaged or cut short");
    }
  }

  private void takeHead(Element element) throws IOException {
    if (element.id() == Element.INFO) {
      for (var child = child(element); child.isPresent(); child = child(element)) {
        if (child.get().id() == Element.TIME_SCALE) {
          tickNanos = Math.clamp(child.get().unsigned(in), 1, (long) NANOS);
        } else if (child.get().id() == Element.DURATION) {
          durationTicks = child.get().real(in);
        }
        in.position(child.get().to());
      }
    } else if (element.id() == Element.TRACKS) {
      for (var child = child(element); child.isPresent(); child = child(element)) {
        if (child.get().id() == Element.TRACK && tracks.size() < MAX_TRACKS) {
          var track = MatroskaTrack.read(in, child.get());
          if (track.isSound()) {
            tracks.add(track);
          }
        }
        in.position(child.get().to());
      }
    }
  }

  /// The next child of `parent` at the input's position.
  private Optional<Element> child(Element parent) throws IOException {
    if (in.position() >= parent.to()) {
      return Optional.empty();
    }
    return Element.next(in).filter(child -> child.to() <= parent.to() && !child.isOpen());
  }
}

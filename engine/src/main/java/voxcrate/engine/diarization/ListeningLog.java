package voxcrate.engine.diarization;

import java.nio.ByteBuffer;
import java.util.Optional;
import voxcrate.engine.resume.ResumeFile;

/// What the networks have heard of a recording so far, kept for a run that takes up a killed one.
///
/// A record is the number of the hearing as an int, then a passage as [PassageCodec] writes it. A
/// recording that is heard channel by channel has a hearing for each.
public final class ListeningLog {
  private final ResumeFile file;
  private int hearing = -1;

  /// The chunk before which everything of this hearing was recalled.
  private int recalledChunks;

  public ListeningLog(ResumeFile file) {
    this.file = file;
  }

  /// Keeps nothing.
  public static ListeningLog none() {
    return new ListeningLog(ResumeFile.none());
  }

  /// A new way through the recording begins.
  void begin() {
    hearing++;
    recalledChunks = 0;
  }

  /// What was heard in a passage by the run that is taken up.
  Optional<HeardPassage> recall(Passage passage) {
    var heard = file.recall(payload -> decode(payload, passage));
    heard.ifPresent(recalled -> recalledChunks = recalled.endChunk());
    return heard;
  }

  private Optional<HeardPassage> decode(ByteBuffer content, Passage passage) {
    return content.remaining() >= Integer.BYTES && content.getInt() == hearing
        ? PassageCodec.read(content)
            .filter(
                heard ->
                    heard.firstChunk() == passage.firstChunk()
                        && heard.active().size() == passage.chunks())
        : Optional.empty();
  }

  /// Keeps a passage, unless it was recalled.
  void add(HeardPassage heard) {
    if (heard.endChunk() > recalledChunks) {
      file.add(PassageCodec.write(hearing, heard));
    }
  }
}

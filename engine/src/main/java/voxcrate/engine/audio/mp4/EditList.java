package voxcrate.engine.audio.mp4;

import java.io.IOException;
import voxcrate.engine.audio.stream.RecordingInput;

/// What of a track is shown (ISO 14496-12, 8.6.6). One stretch is kept to; where there are several,
/// all that is behind the beginning of the first is heard.
///
/// @param delay before the track begins, in ticks of the whole file
/// @param start in ticks of the track
/// @param duration in ticks of the whole file; -1 to the end
record EditList(long delay, long start, long duration) {
  private static final EditList WHOLE = new EditList(0, 0, -1);
  private static final int HEADER_BYTES = 8;
  private static final int MAX_BYTES = 1 << 16;

  static EditList read(RecordingInput in, Box track) throws IOException {
    var box = track.descendant(in, "edts/elst");
    if (box.isEmpty()) {
      return WHOLE;
    }
    var fields = box.get().content(in, MAX_BYTES);
    if (fields.remaining() < HEADER_BYTES) {
      return WHOLE;
    }
    boolean isLong = fields.get(0) == 1;
    int entryBytes = isLong ? 20 : 12;
    EditList found = null;
    long delay = 0;
    fields.position(HEADER_BYTES);
    while (fields.remaining() >= entryBytes) {
      long duration = isLong ? fields.getLong() : Integer.toUnsignedLong(fields.getInt());
      long start = isLong ? fields.getLong() : fields.getInt();
      fields.getInt();
      if (start >= 0) {
        found = found == null ? new EditList(delay, start, duration) : found.toEnd();
      } else if (found == null) {
        // An edit of nothing: the track is later than others.
        delay += Math.max(0, duration);
      }
    }
    return found == null ? WHOLE : found;
  }

  private EditList toEnd() {
    return new EditList(delay, start, -1);
  }
}

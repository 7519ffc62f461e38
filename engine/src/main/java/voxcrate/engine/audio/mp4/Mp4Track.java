package voxcrate.engine.audio.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// One track with sound, as the index of the file describes it.
///
/// @param timeScale ticks of the track a second
/// @param language three letters, "" where it is not stated
/// @param edit what of the track is shown
/// @param table box with the tables of packets
record Mp4Track(
    int id, int timeScale, String language, SoundEntry entry, EditList edit, Box table) {
  private static final int MAX_HEADER_BYTES = 1 << 10;

  static boolean isSound(RecordingInput in, Box track) throws IOException {
    var handler = track.descendant(in, "mdia/hdlr");
    if (handler.isEmpty()) {
      return false;
    }
    var fields = handler.get().content(in, MAX_HEADER_BYTES);
    return fields.remaining() >= 12 && fields.getInt(8) == fourLetters("soun");
  }

  static Mp4Track read(RecordingInput in, Box track) throws IOException {
    var header = required(in, track, "mdia/mdhd").content(in, MAX_HEADER_BYTES);
    boolean isLong = header.get(0) == 1;
    int timeScale = header.getInt(isLong ? 20 : 12);
    var trackHeader = required(in, track, "tkhd").content(in, MAX_HEADER_BYTES);
    int id = trackHeader.getInt(trackHeader.get(0) == 1 ? 20 : 12);
    var table = required(in, track, "mdia/minf/stbl");
    var description = required(in, table, "stsd");
    return new Mp4Track(
        id,
        Math.max(1, timeScale),
        language(header.getShort(isLong ? 32 : 20)),
        SoundEntry.read(in, description),
        EditList.read(in, track),
        table);
  }

  /// Three times five bits.
  private static String language(int packed) {
    var letters = new StringBuilder();
    for (int shift = 10; shift >= 0; shift -= 5) {
      letters.append((char) (0x60 + ((packed >>> shift) & 31)));
    }
    var language = letters.toString();
    return language.matches("[a-z]{3}") ? language : "";
  }

  private static int fourLetters(String type) {
    return ByteBuffer.wrap(type.getBytes(StandardCharsets.US_ASCII)).getInt();
  }

  private static Box required(RecordingInput in, Box from, String path) throws IOException {
    return from.descendant(in, path)
        .orElseThrow(() -> RefusedAudioException.broken("an MP4 track without its '" + path + "'"));
  }
}

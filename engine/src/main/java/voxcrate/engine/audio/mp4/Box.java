package voxcrate.engine.audio.mp4;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// One box of the file: a type and a range of bytes.
///
/// @param from position of the first byte behind the box's own header
/// @param to position behind its last byte, never behind the file's end
record Box(String type, long from, long to) {
  private static final int HEADER_BYTES = 8;
  private static final int LONG_SIZE = 1;
  private static final int MAX_CHILDREN = 10_000;

  long bytes() {
    return to - from;
  }

  /// The boxes in a range, in order. One that reaches beyond the range ends with it.
  static List<Box> within(RecordingInput in, long from, long to) throws IOException {
    var boxes = new ArrayList<Box>();
    long at = from;
    while (at + HEADER_BYTES <= to && boxes.size() < MAX_CHILDREN) {
      var box = at(in, at, to);
      if (box.isEmpty()) {
        break;
      }
      boxes.add(box.get());
      at = box.get().to();
    }
    return boxes;
  }

  /// Empty where no box can begin.
  static Optional<Box> at(RecordingInput in, long at, long limit) throws IOException {
    in.position(at);
    var header = in.readNBytes(HEADER_BYTES);
    if (header.length < HEADER_BYTES) {
      return Optional.empty();
    }
    long size = Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt());
    long from = at + HEADER_BYTES;
    if (size == LONG_SIZE) {
      size = ByteBuffer.wrap(in.exactly(Long.BYTES)).getLong();
      from += Long.BYTES;
    }
    long end = size == 0 ? limit : at + size;
    if (size < 0 || end < from || from > limit) {
      return Optional.empty();
    }
    var type = new String(header, 4, 4, StandardCharsets.ISO_8859_1);
    return Optional.of(new Box(type, from, Math.min(end, limit)));
  }

  List<Box> children(RecordingInput in) throws IOException {
    return within(in, from, to);
  }

  Optional<Box> child(RecordingInput in, String wanted) throws IOException {
    return children(in).stream().filter(box -> box.type.equals(wanted)).findFirst();
  }

  /// By a path of types, as "mdia/minf/stbl".
  Optional<Box> descendant(RecordingInput in, String path) throws IOException {
    Optional<Box> here = Optional.of(this);
    for (var type : path.split("/", -1)) {
      here = here.isEmpty() ? here : here.get().child(in, type);
    }
    return here;
  }

  /// @param most bytes that make sense for this box
  /// @throws RefusedAudioException when it is larger
  ByteBuffer content(RecordingInput in, long most) throws IOException {
    if (bytes() > most) {
      throw RefusedAudioException.broken("a box '" + type + "' of " + bytes() + " bytes");
    }
    in.position(from);
    var content = in.readNBytes((int) bytes());
    if (content.length < bytes()) {
      throw new EOFException();
    }
    return ByteBuffer.wrap(content);
  }
}

package voxcrate.bundler.convert.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

/// The header of a safetensors file: its length in eight bytes, a JSON object that describes each
/// tensor, blanks to fill up. After it come the tensors' bytes, without overlap or gap to the
/// file's end. Every rule is held before a tensor is given out; the bytes stay in the file.
final class SafetensorsHeader {
  /// The format allows 100 MB; published speech models need less than 0.3 MB.
  private static final long MAX_BYTES = 2 << 20;

  static final String METADATA = "__metadata__";

  private final CheckpointFile file;

  private SafetensorsHeader(CheckpointFile file) {
    this.file = file;
  }

  /// The tensors of `file`, in the order of their bytes.
  static SequencedMap<String, Tensor> tensors(CheckpointFile file) {
    CheckpointForm.checkSafetensors(file);
    try {
      return new SafetensorsHeader(file).read();
    } catch (JsonException e) {
      throw Refusal.safetensors(file.name(), String.valueOf(e.getMessage()));
    }
  }

  private SequencedMap<String, Tensor> read() {
    int length = length();
    long dataOffset = Long.BYTES + (long) length;
    var entries = entries(JsonReader.readObject(json(length)));
    checkCovered(entries, file.sizeBytes() - dataOffset);
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var entry : entries) {
      if (entry.begin() < entry.end()) {
        tensors.put(entry.name(), tensor(entry, dataOffset));
      }
    }
    return tensors;
  }

  private int length() {
    if (file.sizeBytes() < Long.BYTES) {
      throw new JsonException("a file of " + file.sizeBytes() + " bytes");
    }
    long length = file.read(0, Long.BYTES).getLong();
    if (length < 2 || length > MAX_BYTES || length > file.sizeBytes() - Long.BYTES) {
      throw new JsonException("a header of " + Long.toUnsignedString(length) + " bytes");
    }
    return (int) length;
  }

  /// The JSON document, without what fills the header up.
  private byte[] json(int length) {
    var bytes = file.read(Long.BYTES, length).array();
    int end = length;
    while (end > 0 && bytes[end - 1] == ' ') {
      end--;
    }
    if (end == 0 || bytes[0] != '{' || bytes[end - 1] != '}') {
      throw new JsonException("a header that is no JSON object filled up with blanks");
    }
    return checkedText(ByteBuffer.wrap(bytes, 0, end)).getBytes(StandardCharsets.UTF_8);
  }

  /// UTF-8, and nothing that a JSON parser would take for another encoding.
  private static String checkedText(ByteBuffer bytes) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      if (text.indexOf('\0') >= 0) {
        throw new JsonException("a header with a null character");
      }
      return text;
    } catch (CharacterCodingException _) {
      throw new JsonException("a header that is not UTF-8");
    }
  }

  private static List<SafetensorsEntry> entries(Json.Obj header) {
    var entries = new ArrayList<SafetensorsEntry>();
    header
        .members()
        .forEach(
            (name, description) -> {
              if (name.equals(METADATA)) {
                checkMetadata(description);
              } else {
                entries.add(SafetensorsEntry.of(name, description));
              }
            });
    entries.sort(
        Comparator.comparingLong(SafetensorsEntry::begin)
            .thenComparingLong(SafetensorsEntry::end)
            .thenComparing(SafetensorsEntry::name));
    return entries;
  }

  private static void checkMetadata(Json metadata) {
    if (!(metadata instanceof Json.Obj members)
        || !members.members().values().stream().allMatch(Json.Str.class::isInstance)) {
      throw new JsonException("'" + METADATA + "' holds something else than texts");
    }
  }

  private static void checkCovered(List<SafetensorsEntry> entries, long dataBytes) {
    long covered = 0;
    for (var entry : entries) {
      if (entry.end() > dataBytes) {
        throw new JsonException(
            "'" + entry.name() + "' ends at " + entry.end() + " of " + dataBytes + " bytes");
      }
      if (entry.begin() != covered) {
        var what = entry.begin() < covered ? "' overlaps the tensor" : "' leaves a gap to the one";
        throw new JsonException("'" + entry.name() + what + " before it");
      }
      covered = entry.end();
    }
    if (covered != dataBytes) {
      throw new JsonException((dataBytes - covered) + " bytes at its end belong to no tensor");
    }
  }

  private Tensor tensor(SafetensorsEntry entry, long dataOffset) {
    if (entry.end() - entry.begin() > TensorLayout.MAX_SPAN_BYTES) {
      throw new JsonException(
          "'" + entry.name() + "' has more than " + TensorLayout.MAX_SPAN_BYTES + " bytes");
    }
    return Tensor.placed(
        entry.name(), file, dataOffset + entry.begin(), entry.type(), entry.shape());
  }
}

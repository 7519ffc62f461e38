package voxcrate.bundler.convert.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import voxcrate.json.Json;
import voxcrate.json.JsonWriter;

/// Writes tensors as one safetensors file. Elements keep their type. The order is that of their
/// width, widest first, so that each tensor is aligned to its elements, then of the names; the
/// header is filled up with blanks to a multiple of eight bytes. The format's own library writes a
/// model of one element type byte for byte the same.
public final class SafetensorsWriter {
  /// Transformers opens a file only when it says for which library it was written.
  private static final Json METADATA = new Json.Obj(Map.of("format", new Json.Str("pt")));

  private final List<Tensor> tensors;

  private SafetensorsWriter(TensorStore weights) {
    this.tensors =
        weights.tensors().stream()
            .sorted(
                Comparator.comparingInt((Tensor tensor) -> -tensor.type().bytes())
                    .thenComparing(Tensor::name))
            .toList();
  }

  /// Reads and writes in pieces: costs a few MiB of memory, however large a tensor is.
  public static void write(TensorStore weights, OutputStream out) throws IOException {
    var writer = new SafetensorsWriter(weights);
    out.write(writer.header());
    for (var tensor : writer.tensors) {
      for (var piece : tensor.pieces(Tensor.PIECE_BYTES)) {
        out.write(piece.bytes().array());
      }
    }
  }

  private byte[] header() {
    var members = new LinkedHashMap<String, Json>();
    members.put(SafetensorsHeader.METADATA, METADATA);
    entries().forEach(entry -> members.put(entry.name(), entry.description()));
    var json = JsonWriter.compact(new Json.Obj(members)).getBytes(StandardCharsets.UTF_8);
    int length = Math.ceilDiv(json.length, Long.BYTES) * Long.BYTES;
    var header = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(length).put(json);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.array();
  }

  private List<SafetensorsEntry> entries() {
    var entries = new ArrayList<SafetensorsEntry>();
    long begin = 0;
    for (var tensor : tensors) {
      long end = begin + tensor.byteCount();
      entries.add(new SafetensorsEntry(tensor.name(), tensor.type(), tensor.shape(), begin, end));
      begin = end;
    }
    return entries;
  }
}

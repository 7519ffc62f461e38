package voxcrate.bundler.cuda;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/// The operators that an ONNX graph is made of, those of graphs inside it too. The file is mapped
/// and its weights are passed over, so its size does not matter. Field numbers are those of
/// `onnx.proto`.
final class GraphOperators {
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_FUNCTIONS = 25;
  private static final int FUNCTION_NODE = 7;
  private static final int GRAPH_NODE = 1;
  private static final int NODE_OPERATOR = 4;
  private static final int NODE_ATTRIBUTE = 5;
  private static final int ATTRIBUTE_GRAPH = 6;
  private static final int ATTRIBUTE_GRAPHS = 11;
  private static final int MAX_DEPTH = 16;

  private final MemorySegment bytes;
  private final Set<String> found = new TreeSet<>();

  private GraphOperators(MemorySegment bytes) {
    this.bytes = bytes;
  }

  /// @throws IOException when the file is no ONNX graph
  static Set<String> of(Path graph) throws IOException {
    try (var channel = FileChannel.open(graph);
        var arena = Arena.ofConfined()) {
      var operators =
          new GraphOperators(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
      operators.model(0, channel.size());
      return operators.found;
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("no ONNX graph: " + graph.getFileName(), e);
    }
  }

  @FunctionalInterface
  private interface Field {
    void at(int number, long from, long to);
  }

  private void model(long from, long to) {
    each(
        from,
        to,
        (number, start, end) -> {
          if (number == MODEL_GRAPH) {
            graph(start, end, 0);
          } else if (number == MODEL_FUNCTIONS) {
            nodes(FUNCTION_NODE, start, end, 0);
          }
        });
  }

  private void graph(long from, long to, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IndexOutOfBoundsException("graphs inside graphs, " + depth + " deep");
    }
    nodes(GRAPH_NODE, from, to, depth);
  }

  private void nodes(int field, long from, long to, int depth) {
    each(
        from,
        to,
        (number, start, end) -> {
          if (number == field) {
            node(start, end, depth);
          }
        });
  }

  private void node(long from, long to, int depth) {
    each(
        from,
        to,
        (number, start, end) -> {
          if (number == NODE_OPERATOR) {
            found.add(text(start, end));
          } else if (number == NODE_ATTRIBUTE) {
            attribute(start, end, depth);
          }
        });
  }

  private void attribute(long from, long to, int depth) {
    each(
        from,
        to,
        (number, start, end) -> {
          if (number == ATTRIBUTE_GRAPH || number == ATTRIBUTE_GRAPHS) {
            graph(start, end, depth + 1);
          }
        });
  }

  /// Hands out the fields that have a length; the others are passed over.
  private void each(long from, long to, Field visitor) {
    long at = from;
    while (at < to) {
      long key = varint(at);
      at += varintBytes(at);
      switch ((int) (key & 7)) {
        case 0 -> at += varintBytes(at);
        case 1 -> at += 8;
        case 5 -> at += 4;
        case 2 -> {
          long length = varint(at);
          at += varintBytes(at);
          if (length < 0 || length > to - at) {
            throw new IndexOutOfBoundsException("a field longer than what holds it");
          }
          visitor.at((int) (key >>> 3), at, at + length);
          at += length;
        }
        default -> throw new IndexOutOfBoundsException("a field of an unknown kind");
      }
    }
  }

  private long varint(long at) {
    long value = 0;
    for (int i = 0; i < 10; i++) {
      byte next = bytes.get(ValueLayout.JAVA_BYTE, at + i);
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("a number without end");
  }

  private int varintBytes(long at) {
    int length = 1;
    while (bytes.get(ValueLayout.JAVA_BYTE, at + length - 1) < 0) {
      length++;
    }
    return length;
  }

  private String text(long from, long to) {
    return new String(
        bytes.asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }
}

package voxcrate.bundler.practice.xet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The tree of hashes over the chunks of a xorb or of a file.
final class MerkleTree {
  /// The keys of the protocol's hashes: of a chunk, of a node above chunks, of a whole file.
  private static final byte[] CHUNK_KEY = {
    102, -105, -11, 119, 91, -107, 80, -34, 49, 53, -53, -84, -91, -105, 24, 28, -99, -28, 33, 16,
    -101, -21, 43, 88, -76, -48, -80, 75, -109, -83, -14, 41
  };
  private static final byte[] NODE_KEY = {
    1, 126, -59, -57, -91, 71, 41, -106, -3, -108, 102, 102, -76, -118, 2, -26, 93, -35, 83, 111,
    55, -57, 109, -46, -8, 99, 82, -26, 74, 83, 113, 63
  };
  private static final byte[] FILE_KEY = new byte[32];

  /// A group of nodes ends with the first of them that is divisible by four, from the third on, and
  /// with the ninth at the latest.
  private static final int FIRST_CUT = 3;

  private static final int LAST_CUT = 9;

  private MerkleTree() {}

  /// @param bytes of the content below this node
  record Node(XetHash hash, long bytes) {}

  static Node chunk(byte[] content, int length) {
    return new Node(XetHash.of(CHUNK_KEY, content, length), length);
  }

  /// The hash of a xorb of these chunks.
  ///
  /// @param chunks at least one
  static XetHash root(List<Node> chunks) {
    var nodes = chunks;
    while (nodes.size() > 1) {
      var parents = new ArrayList<Node>();
      for (int from = 0; from < nodes.size(); ) {
        int end = groupEnd(nodes, from);
        parents.add(parent(nodes.subList(from, end)));
        from = end;
      }
      nodes = parents;
    }
    return nodes.getFirst().hash();
  }

  /// The hash of a file of these chunks.
  static XetHash file(List<Node> chunks) {
    var root = root(chunks).bytes();
    return XetHash.of(FILE_KEY, root, root.length);
  }

  private static int groupEnd(List<Node> nodes, int from) {
    int last = Math.min(from + LAST_CUT, nodes.size());
    for (int end = from + FIRST_CUT; end < last; end++) {
      if (nodes.get(end - 1).hash().fourth() % 4 == 0) {
        return end;
      }
    }
    return last;
  }

  private static Node parent(List<Node> children) {
    var lines =
        children.stream()
            .map(child -> child.hash().hex() + " : " + child.bytes() + "\n")
            .collect(Collectors.joining())
            .getBytes(US_ASCII);
    long bytes = children.stream().mapToLong(Node::bytes).sum();
    return new Node(XetHash.of(NODE_KEY, lines, lines.length), bytes);
  }
}

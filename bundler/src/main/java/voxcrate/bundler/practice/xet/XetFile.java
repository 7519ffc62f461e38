package voxcrate.bundler.practice.xet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file in the storage: its name there, and what it is put together from.
///
/// @param xorbs in the order of the file, and of no other file
public record XetFile(XetHash hash, long sizeBytes, List<Xorb> xorbs) {
  public XetFile {
    xorbs = List.copyOf(xorbs);
  }

  /// Reads and hashes all of `source`, which is not empty.
  public static XetFile read(Path source) throws IOException {
    var chunks = chunksOf(source);
    var xorbs = new ArrayList<Xorb>();
    long from = 0;
    for (int first = 0; first < chunks.size(); first += Xorb.MOST_CHUNKS) {
      var own = chunks.subList(first, Math.min(first + Xorb.MOST_CHUNKS, chunks.size()));
      long bytes = own.stream().mapToLong(MerkleTree.Node::bytes).sum();
      xorbs.add(new Xorb(MerkleTree.root(own), source, from, bytes));
      from += bytes;
    }
    return new XetFile(MerkleTree.file(chunks), from, xorbs);
  }

  private static List<MerkleTree.Node> chunksOf(Path source) throws IOException {
    var chunks = new ArrayList<MerkleTree.Node>();
    var buffer = new byte[Xorb.CHUNK_BYTES];
    try (var in = Files.newInputStream(source)) {
      for (int read = fill(in, buffer); read > 0; read = fill(in, buffer)) {
        chunks.add(MerkleTree.chunk(buffer, read));
      }
    }
    return chunks;
  }

  private static int fill(InputStream in, byte[] buffer) throws IOException {
    return in.readNBytes(buffer, 0, buffer.length);
  }

  /// From which chunks the bytes from `first` up to, not with, `end` can be cut, in their order.
  public List<Term> terms(long first, long end) {
    var terms = new ArrayList<Term>();
    for (var xorb : xorbs) {
      long from = Math.max(first, xorb.from());
      long to = Math.min(end, xorb.from() + xorb.contentBytes());
      if (from < to) {
        terms.add(Term.covering(xorb, from - xorb.from(), to - xorb.from()));
      }
    }
    return terms;
  }
}

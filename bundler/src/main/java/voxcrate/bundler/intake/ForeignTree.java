package voxcrate.bundler.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import voxcrate.problem.ToolException;

/// Files that other programs or people laid down: a folder or an archive. It is read only, and
/// nothing is ever written under a name that comes from it.
public sealed interface ForeignTree permits FolderTree, TarTree, ZipTree {
  /// A hub cache of many models has some thousands.
  int MAX_ENTRIES = 100_000;

  /// What it is that lies at `source`; the kind of an archive is told by its first bytes.
  ///
  /// @throws ToolException where it is none of these
  static ForeignTree at(Path source) {
    try {
      if (Files.isDirectory(source)) {
        return FolderTree.of(source);
      }
      if (!Files.isRegularFile(source) && Files.exists(source)) {
        throw new ToolException(
            IntakeProblems.unreadable(source, "something that is neither file nor folder"));
      }
      return archive(source);
    } catch (IOException e) {
      throw IntakeProblems.unreadable(source, e);
    }
  }

  private static ForeignTree archive(Path source) throws IOException {
    var head = head(source);
    if (startsWith(head, 0, "\u001f\u008b")) {
      return new TarTree(source, true);
    }
    if (startsWith(head, 0, "PK\u0003\u0004") || startsWith(head, 0, "PK\u0005\u0006")) {
      return new ZipTree(source);
    }
    if (startsWith(head, TarTree.MAGIC_OFFSET, TarTree.MAGIC)) {
      return new TarTree(source, false);
    }
    throw new ToolException(IntakeProblems.unreadable(source, "a file of another kind"));
  }

  private static byte[] head(Path source) throws IOException {
    try (InputStream in = Files.newInputStream(source)) {
      return in.readNBytes(TarTree.MAGIC_OFFSET + TarTree.MAGIC.length());
    }
  }

  private static boolean startsWith(byte[] head, int offset, String magic) {
    var wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
    int end = offset + wanted.length;
    return head.length >= end && Arrays.equals(head, offset, end, wanted, 0, wanted.length);
  }

  Path source();

  /// Names around the tree that may tell what it is: the folders it lies in, the archive's name.
  List<String> surroundings();

  /// @throws ToolException where it is hostile or cannot be read
  Inventory inventory();

  /// Hands out the bytes of `contents`, each once, in whatever order they come.
  void read(Set<String> contents, Receiver receiver) throws InterruptedException;

  /// Takes the bytes of one file; what it leaves unread is skipped.
  interface Receiver {
    void receive(String content, InputStream bytes) throws InterruptedException;
  }
}

package voxcrate.bundler.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.bundle.recipe.GitBlobId;
import voxcrate.bundler.plan.PlannedFile;

/// Hashes a file while it arrives, by every digest that it is held against.
final class ContentHash {
  private static final int BUFFER_BYTES = 1 << 18;

  private final PlannedFile file;
  private final MessageDigest sha256 = Digest.newHash();
  private final @Nullable MessageDigest git;

  ContentHash(PlannedFile file) {
    this.file = file;
    this.git = file.gitBlob().isPresent() ? GitBlobId.newHash(file.sizeBytes()) : null;
  }

  void update(byte[] buffer, int length) {
    sha256.update(buffer, 0, length);
    if (git != null) {
      git.update(buffer, 0, length);
    }
  }

  /// Reads all of `content`, in constant memory.
  void update(Path content) throws IOException {
    try (var channel = FileChannel.open(content, StandardOpenOption.READ)) {
      var buffer = ByteBuffer.allocate(BUFFER_BYTES);
      while (channel.read(buffer) >= 0) {
        update(buffer.array(), buffer.position());
        buffer.clear();
      }
    }
  }

  /// What came of it.
  sealed interface Verdict {
    record Right(Digest sha256) implements Verdict {}

    record Wrong(String found, String expected) implements Verdict {}
  }

  /// Ends the hashing. Every digest that is known has to agree.
  Verdict finish() {
    var found = Digest.of(sha256);
    if (file.sha256().isPresent() && !file.sha256().get().equals(found)) {
      return new Verdict.Wrong(found.toString(), file.sha256().get().toString());
    }
    var foundGit = Optional.ofNullable(git).map(GitBlobId::of);
    if (!foundGit.equals(file.gitBlob())) {
      return new Verdict.Wrong(foundGit.orElseThrow().toString(), file.gitBlob().get().toString());
    }
    return new Verdict.Right(found);
  }
}

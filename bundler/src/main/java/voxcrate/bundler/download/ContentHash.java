package voxcrate.bundler.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.bundle.recipe.GitBlobId;
import voxcrate.bundler.plan.PlannedFile;

/// Hashes a file while it arrives, by every digest that it is held against.
final class ContentHash {
  private static final int BUFFER_BYTES = 1 << 18;

  private final MessageDigest sha256 = Digest.newHash();
  private final @Nullable MessageDigest git;

  /// @param file as far as it is known; a hub that masks its digests may still give git's id
  ContentHash(PlannedFile file) {
    boolean withGit = file.gitBlob().isPresent() || file.sha256().isEmpty();
    this.git = withGit ? GitBlobId.newHash(file.sizeBytes()) : null;
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

  /// Ends the hashing and holds the content against every digest that is known of `file`.
  Verdict finish(PlannedFile file) {
    var found = Digest.of(sha256);
    if (!file.isVerifiable()) {
      return new Verdict.Wrong(
          "no digest, neither pinned nor given by the hub", "one to verify with");
    }
    if (file.sha256().isPresent() && !file.sha256().get().equals(found)) {
      return new Verdict.Wrong(found.toString(), file.sha256().get().toString());
    }
    if (git != null && file.gitBlob().isPresent()) {
      var foundGit = GitBlobId.of(git);
      if (!foundGit.equals(file.gitBlob().get())) {
        return new Verdict.Wrong(foundGit.toString(), file.gitBlob().get().toString());
      }
    }
    return new Verdict.Right(found);
  }
}

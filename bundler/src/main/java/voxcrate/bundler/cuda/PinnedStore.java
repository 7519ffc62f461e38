package voxcrate.bundler.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import voxcrate.bundle.Digest;
import voxcrate.bundler.hub.PublicContent;
import voxcrate.bundler.hub.RetryPolicy;
import voxcrate.files.Durable;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressEvent.Unit;
import voxcrate.progress.ProgressListener;

/// Pinned files on this machine: `CACHE/components/SHA256/NAME`. What lies there under its final
/// name was right when it came, and is hashed again before it is used.
final class PinnedStore {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int TOO_MANY = 429;

  private final Path root;
  private final Optional<PublicContent> web;
  private final RetryPolicy retries;
  private final ProgressListener progress;

  /// @param web empty for `--offline`
  PinnedStore(
      Path cache, Optional<PublicContent> web, RetryPolicy retries, ProgressListener progress) {
    this.root = cache.resolve("components");
    this.web = web;
    this.retries = retries;
    this.progress = progress;
  }

  /// Finds where a file is, when it has to come.
  interface Lookup {
    URI address() throws IOException, InterruptedException;
  }

  Optional<PublicContent> web() {
    return web;
  }

  /// The file, from here or from where it is published; its content is what is pinned.
  Path bring(PinnedFile wanted, Lookup where) throws InterruptedException {
    var file = place(wanted);
    try {
      if (!isRight(file, wanted)) {
        var source = web.orElseThrow(() -> notHere(wanted));
        Files.createDirectories(file.getParent());
        download(wanted, where, source, file);
      }
      return file;
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /// A copy of a file that somebody has brought, where that is what is pinned. It is hashed on its
  /// way: what lies in a folder of others may be something else when it is opened again.
  ///
  /// @param folder for the copy
  /// @throws ToolException where it is something else
  Path held(Path file, PinnedFile wanted, Path folder) {
    try {
      var copy = Files.createDirectories(folder).resolve(wanted.name());
      var hash = Digest.newHash();
      long size = copy(file, copy, wanted.sizeBytes(), hash);
      var sha256 = Digest.of(hash);
      if (size != wanted.sizeBytes() || !sha256.equals(wanted.sha256())) {
        Files.delete(copy);
        throw differs(wanted, "looking at " + file, found(file));
      }
      return copy;
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /// @param most what is longer is something else, and is left after so many bytes
  private static long copy(Path file, Path copy, long most, MessageDigest hash) throws IOException {
    long done = 0;
    try (var in = FileChannel.open(file, StandardOpenOption.READ);
        var out = FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var buffer = ByteBuffer.allocate(BUFFER_BYTES);
      while (done <= most && in.read(buffer.clear()) >= 0) {
        hash.update(buffer.flip());
        done += buffer.limit();
        Durable.writeFully(out, buffer.rewind());
      }
    }
    return done;
  }

  private static String found(Path file) throws IOException {
    return Files.size(file) + " bytes, " + Digest.of(file);
  }

  static boolean isRight(Path file, PinnedFile wanted) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) == wanted.sizeBytes()
        && Digest.of(file).equals(wanted.sha256());
  }

  /// How many bytes are still to come; digests are not looked at.
  long missingBytes(PinnedFile wanted) {
    var file = place(wanted);
    try {
      return Files.isRegularFile(file) && Files.size(file) == wanted.sizeBytes()
          ? 0
          : Math.max(0, wanted.sizeBytes() - sizeOf(partial(wanted)));
    } catch (IOException _) {
      return wanted.sizeBytes();
    }
  }

  private Path partial(PinnedFile wanted) {
    return place(wanted).resolveSibling(wanted.name() + ".part");
  }

  private Path place(PinnedFile wanted) {
    return root.resolve(wanted.sha256().hex().substring(0, 16)).resolve(wanted.name());
  }

  /// Goes on where it broke off, as long as bytes arrive.
  private void download(PinnedFile wanted, Lookup where, PublicContent source, Path file)
      throws IOException, InterruptedException {
    requireRoom(wanted);
    var address = where.address();
    var partial = partial(wanted);
    var task = "downloading " + wanted.name();
    progress.on(new ProgressEvent.Started(task, wanted.sizeBytes(), Unit.BYTES));
    for (int attempt = 1; ; attempt++) {
      long before = sizeOf(partial);
      try {
        receive(wanted, address, source, partial, task);
        break;
      } catch (PassingTroubleException | IOException e) {
        if (e instanceof java.nio.file.FileSystemException system) {
          throw system;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        attempt = sizeOf(partial) > before ? 0 : attempt;
        if (attempt >= retries.attempts()) {
          throw notReached(wanted, address, reason(e));
        }
        progress.note(task, reason(e) + "; asking again");
        retries.sleeper().sleep(retries.backOff(Math.max(1, attempt)));
      }
    }
    progress.on(new ProgressEvent.Finished(task));
    keep(wanted, partial, file, address);
  }

  private void keep(PinnedFile wanted, Path partial, Path file, URI address) throws IOException {
    if (!isRight(partial, wanted)) {
      var found = found(partial);
      Files.delete(partial);
      throw differs(wanted, "verifying what " + address.getHost() + " sent", found);
    }
    Durable.move(partial, file);
  }

  private static final class PassingTroubleException extends Exception {
    private static final long serialVersionUID = 1;

    PassingTroubleException(String reason) {
      super(reason);
    }
  }

  private void receive(
      PinnedFile wanted, URI address, PublicContent source, Path partial, String task)
      throws IOException, PassingTroubleException {
    long here = sizeOf(partial);
    if (here >= wanted.sizeBytes()) {
      return;
    }
    try (var reply = source.get(address, here, "*/*")) {
      if (reply.status() == TOO_MANY || reply.status() >= 500) {
        throw new PassingTroubleException("status " + reply.status());
      }
      if (reply.status() != OK && reply.status() != PARTIAL) {
        throw notReached(wanted, address, "status " + reply.status());
      }
      write(reply.body(), reply.from(), partial, wanted.sizeBytes(), task);
    }
    if (sizeOf(partial) < wanted.sizeBytes()) {
      throw new PassingTroubleException("the content ended early");
    }
  }

  private void write(InputStream in, long from, Path partial, long limit, String task)
      throws IOException {
    try (var out = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.truncate(from);
      out.position(from);
      var buffer = new byte[BUFFER_BYTES];
      // What is longer than it should be may be endless.
      for (int read = in.read(buffer);
          read > 0 && out.position() <= limit;
          read = in.read(buffer)) {
        Durable.writeFully(out, ByteBuffer.wrap(buffer, 0, read));
        progress.on(new ProgressEvent.Advanced(task, read));
      }
      out.force(true);
    }
  }

  private static long sizeOf(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
  }

  private void requireRoom(PinnedFile wanted) throws IOException {
    long free = Files.getFileStore(root).getUsableSpace();
    long missing = missingBytes(wanted);
    if (free < missing) {
      throw new ToolException(
          Problem.of(
                  CudaCode.CACHE_UNUSABLE,
                  "Not enough space for the CUDA libraries",
                  "looking at the disk of " + root.toAbsolutePath(),
                  free + " bytes free",
                  "make space there, or choose another folder: --cache-dir DIR")
              .expecting(missing + " bytes for " + wanted.name()));
    }
  }

  private static String reason(Exception failure) {
    return failure instanceof PassingTroubleException
        ? String.valueOf(failure.getMessage())
        : failure.getClass().getSimpleName() + " " + failure.getMessage();
  }

  private ToolException unusable(Path file, IOException failure) {
    return new ToolException(
        Problem.of(
            CudaCode.CACHE_UNUSABLE,
            "The cache of the CUDA libraries cannot be used",
            "reading or writing " + file.toAbsolutePath(),
            reason(failure),
            "see who may write there: ls -ld " + root.toAbsolutePath(),
            "or choose another folder: --cache-dir DIR"),
        failure);
  }

  private ToolException notHere(PinnedFile wanted) {
    return new ToolException(
        Problem.of(
            CudaCode.NOT_FOUND,
            "A package of the CUDA libraries is not in the cache",
            "looking in " + root.toAbsolutePath() + " without a network (--offline)",
            "no " + wanted.name() + ", or not what is pinned",
            "run the same command once without --offline",
            "or take NVIDIA's wheels from a folder: --wheels DIR"));
  }

  private static ToolException notReached(PinnedFile wanted, URI address, String reason) {
    return new ToolException(
        Problem.of(
            CudaCode.NOT_REACHED,
            "A package of the CUDA libraries could not be fetched",
            "fetching " + wanted.name() + " from " + address.getHost(),
            reason,
            "check the network, and the proxy: HTTPS_PROXY, NO_PROXY, --ca-file",
            "from the index of Python packages that this machine knows: --wheel-index URL",
            "or from a folder: pip download --no-deps on another machine, then --wheels DIR",
            "run the same command again: it goes on where it broke off"));
  }

  static ToolException differs(PinnedFile wanted, String doing, String found) {
    return new ToolException(
        Problem.of(
                CudaCode.CONTENT_DIFFERS,
                "A package of the CUDA libraries is not what is pinned",
                doing,
                found,
                "fetch it again, from another source: --wheels DIR, --wheel-index URL",
                "if that is the same, do not use it; ask whoever runs the mirror")
            .expecting(wanted.sizeBytes() + " bytes, " + wanted.sha256()));
  }
}

package voxcrate.bundler.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.download.ContentHash.Verdict;
import voxcrate.bundler.hub.HubCode;
import voxcrate.bundler.hub.Sleeper;
import voxcrate.bundler.plan.PlannedFile;
import voxcrate.files.Durable;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// The folder in which models are kept on the connected machine.
///
/// ```
/// CACHE/torch/ORG/NAME/FILES             complete and verified, named as in the repository
/// CACHE/hub/models--ORG--NAME/…          the same files for the hub's own Python client
/// CACHE/.voxcrate/lock                   held by the process that downloads into the cache
/// CACHE/.voxcrate/rate.json              how fast the last fetch was
/// CACHE/.voxcrate/access/ORG/NAME.json   when its gate was last found open, and for whom
/// CACHE/.voxcrate/partial/ORG/NAME/FILES what has arrived of unfinished files
/// ```
public final class ModelCache {
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path root;
  private final List<ClientCache> lenders;

  public ModelCache(Path root) {
    this(root, List.of());
  }

  /// @param lenders caches of the hub's own client; what they have is taken over, verified
  public ModelCache(Path root, List<ClientCache> lenders) {
    this.root = root;
    this.lenders = List.copyOf(lenders);
  }

  public Path root() {
    return root;
  }

  public Path folder(String repository) {
    return root.resolve("torch").resolve(repository);
  }

  Path file(String repository, RelativePath path) {
    return path.under(folder(repository));
  }

  Path partial(String repository, RelativePath path) {
    return path.under(root.resolve(".voxcrate").resolve("partial").resolve(repository));
  }

  /// The repository, where all its files are here and right; they are hashed for that. A file that
  /// neither recipe nor lock pins by its digest cannot be told right here. Needs no network.
  public Optional<FetchedRepository> find(RecipeRepository repository) throws IOException {
    var files = new ArrayList<CachedFile>();
    for (var wanted : repository.files()) {
      var cached = verified(repository.name(), expectation(repository.name(), wanted));
      if (cached.isEmpty()) {
        return Optional.empty();
      }
      files.add(cached.get());
    }
    return Optional.of(new FetchedRepository(repository, folder(repository.name()), files));
  }

  /// The file under its final name, where it is there and agrees with all that is known of it.
  Optional<CachedFile> verified(String repository, PlannedFile wanted) throws IOException {
    var file = file(repository, wanted.path());
    // A link would let the content change behind the name that was verified.
    if (!wanted.isVerifiable()
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) != wanted.sizeBytes()) {
      return Optional.empty();
    }
    var hash = new ContentHash(wanted);
    hash.update(file);
    return switch (hash.finish(wanted)) {
      case Verdict.Right(var sha256) -> Optional.of(CachedFile.of(wanted, sha256));
      case Verdict.Wrong _ -> Optional.empty();
    };
  }

  /// The file out of a lender's cache, where one has it: hashed while it is copied, and kept only
  /// when it is right. The lender's copy stays as it is.
  Optional<CachedFile> takenOver(RecipeRepository repository, PlannedFile wanted)
      throws IOException {
    for (var lender : lenders) {
      var content = lender.find(repository, wanted.path());
      if (content.isPresent()
          && wanted.isVerifiable()
          && Files.size(content.get()) == wanted.sizeBytes()) {
        if (takeOver(content.get(), repository, wanted) instanceof Taken.Right(var taken)) {
          return Optional.of(taken);
        }
      }
    }
    return Optional.empty();
  }

  private Taken takeOver(Path content, RecipeRepository repository, PlannedFile wanted)
      throws IOException {
    try (var in = Files.newInputStream(content)) {
      return take(repository.name(), wanted, in);
    }
  }

  /// Takes a file from elsewhere: hashed while it is copied, and kept only when it is right.
  Taken take(String repository, PlannedFile wanted, InputStream content) throws IOException {
    var partial = partial(repository, wanted.path());
    var copy = partial.resolveSibling(partial.getFileName() + ".copy");
    Files.createDirectories(copy.getParent());
    try {
      return switch (copied(content, copy, wanted)) {
        case Verdict.Right(var sha256) -> {
          var target = file(repository, wanted.path());
          Files.createDirectories(target.getParent());
          Durable.move(copy, target);
          yield new Taken.Right(CachedFile.of(wanted, sha256));
        }
        case Verdict.Wrong(var found, var expected) -> new Taken.Wrong(found, expected);
      };
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  /// Copies no further than the file is long: what is longer may be endless.
  private static Verdict copied(InputStream content, Path copy, PlannedFile wanted)
      throws IOException {
    var hash = new ContentHash(wanted);
    var buffer = new byte[BUFFER_BYTES];
    long left = wanted.sizeBytes();
    try (var out =
        FileChannel.open(
            copy,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (int read = content.read(buffer); read > 0; read = content.read(buffer)) {
        left -= read;
        if (left < 0) {
          return new Verdict.Wrong("more bytes than that", wanted.sizeBytes() + " bytes");
        }
        hash.update(buffer, read);
        Durable.writeFully(out, ByteBuffer.wrap(buffer, 0, read));
      }
      out.force(true);
    }
    return left == 0
        ? hash.finish(wanted)
        : new Verdict.Wrong(wanted.sizeBytes() - left + " bytes", wanted.sizeBytes() + " bytes");
  }

  /// Lays a fetched repository out for the hub's own client as well.
  void layForClients(FetchedRepository fetched) throws IOException {
    new ClientCache(root.resolve("hub")).lay(fetched);
  }

  /// Where the recipe knows no size, that of the file here; the digest decides then.
  PlannedFile expectation(String repository, RecipeFile wanted) throws IOException {
    var file = file(repository, wanted.path());
    long size = Files.isRegularFile(file) ? Files.size(file) : 0;
    return new PlannedFile(
        wanted.path(), wanted.sizeBytes().orElse(size), wanted.sha256(), wanted.gitBlob(), true);
  }

  /// Makes the names of what was fetched durable.
  void syncNames(RecipeRepository repository, List<CachedFile> files) throws IOException {
    var folders = new HashSet<Path>();
    for (var file : files) {
      folders.add(file(repository.name(), file.path()).getParent());
    }
    for (var folder : folders) {
      Durable.syncFolder(folder);
    }
  }

  /// @throws ToolException where the cache cannot take so many bytes more
  void requireSpace(long bytes) throws IOException {
    Files.createDirectories(root);
    long free = Files.getFileStore(root).getUsableSpace();
    if (free < bytes) {
      throw new ToolException(
          Problem.of(
                  HubCode.CACHE_UNUSABLE,
                  "Not enough space for the models",
                  "looking at the disk of " + root.toAbsolutePath(),
                  free + " bytes free",
                  "make space there, or choose another folder: --cache-dir DIR")
              .expecting(bytes + " bytes to download"));
    }
  }

  /// Work that reads and writes below the cache.
  interface DiskWork<T> {
    T run() throws IOException, InterruptedException;
  }

  /// Does `work` and tells what the file system has against it as a problem.
  <T> T writing(DiskWork<T> work) throws InterruptedException {
    try {
      return work.run();
    } catch (ClosedByInterruptException _) {
      throw new InterruptedException();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// How many bytes of `file` are still to come; the digest of what is here is not looked at.
  long missingBytes(RecipeRepository repository, PlannedFile file) throws IOException {
    var complete = file(repository.name(), file.path());
    if (Files.isRegularFile(complete) && Files.size(complete) == file.sizeBytes()) {
      return 0;
    }
    return file.sizeBytes() - new PartialFile(this, repository, file).kept().bytes();
  }

  /// Whether a lender seems to have the file; its content is looked at when it is taken over.
  boolean isLent(RecipeRepository repository, PlannedFile wanted) throws IOException {
    for (var lender : lenders) {
      var content = lender.find(repository, wanted.path());
      if (content.isPresent() && Files.size(content.get()) == wanted.sizeBytes()) {
        return true;
      }
    }
    return false;
  }

  /// When the repository's gate was last found open; empty where nobody has noted it.
  public Optional<AccessNote> access(String repository) {
    return AccessNote.read(accessNote(repository));
  }

  Path accessNote(String repository) {
    return root.resolve(".voxcrate").resolve("access").resolve(repository + ".json");
  }

  /// Where the rate of the last fetch is kept.
  Path rateNote() {
    return root.resolve(".voxcrate").resolve("rate.json");
  }

  CacheLock lock(Sleeper sleeper, ProgressListener progress)
      throws IOException, InterruptedException {
    return CacheLock.take(root.resolve(".voxcrate").resolve("lock"), sleeper, progress);
  }

  /// Makes an exception of the file system a problem that names the cache.
  ToolException unusable(IOException failure) {
    return new ToolException(
        Problem.of(
            HubCode.CACHE_UNUSABLE,
            "The model cache cannot be written",
            "writing below " + root.toAbsolutePath(),
            failure.getClass().getSimpleName() + " " + failure.getMessage(),
            "see who may write there: ls -ld " + root.toAbsolutePath(),
            "give it to yourself (sudo chown -R \"$USER\" DIR) or choose another: --cache-dir DIR"),
        failure);
  }
}

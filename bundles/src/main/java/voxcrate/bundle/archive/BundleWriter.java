package voxcrate.bundle.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.Manifest.Payload;
import voxcrate.bundle.Manifest.Requirements;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;
import voxcrate.bundle.format.ManifestCodec;
import voxcrate.bundle.format.ManifestRules;
import voxcrate.bundle.format.PayloadLayout;
import voxcrate.bundle.format.TarHeader;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundle.volume.BundleFolder;
import voxcrate.files.Durable;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// Writes a bundle: a function of its source and keys. Order of the source, time zone, locale,
/// umask and number of threads make no difference.
public final class BundleWriter {
  private static final String TASK = "writing the bundle";
  // Files and folders that the installer adds to what the manifest lists.
  private static final long INSTALLER_INODES = 64;

  private final VolumeLimit limit;
  private final List<SigningKey> keys;
  private final ProgressListener progress;

  public BundleWriter(VolumeLimit limit, List<SigningKey> keys, ProgressListener progress) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a bundle is signed by at least one key");
    }
    this.limit = limit;
    this.keys = List.copyOf(keys);
    this.progress = progress;
  }

  /// A finished bundle.
  ///
  /// @param sums digest of every file but the signatures, by name
  public record Written(Path folder, BundleId id, Manifest manifest, Map<String, Digest> sums) {
    public Written {
      sums = Map.copyOf(sums);
    }
  }

  /// Writes into `folder`, which must not exist. It appears complete or not at all.
  public Written write(BundleSource source, Path folder) throws IOException {
    var partial = folder.resolveSibling("." + folder.getFileName() + ".partial");
    Durable.deleteTree(partial);
    Files.createDirectories(partial);
    try {
      var sums = new TreeMap<String, Digest>();
      var manifest = payload(source, partial, sums);
      sideFiles(source, partial, sums);
      var manifestBytes = ManifestCodec.write(manifest);
      sums.put(Manifest.FILE_NAME, Digest.of(manifestBytes));
      signed(partial, Manifest.FILE_NAME, manifestBytes);
      signed(partial, BundleFolder.SUMS, sumsText(sums).getBytes(UTF_8));
      Durable.syncFolder(partial);
      Durable.move(partial, folder);
      return new Written(folder, BundleId.of(manifestBytes), manifest, sums);
    } finally {
      Durable.deleteTree(partial);
    }
  }

  private Manifest payload(BundleSource source, Path folder, Map<String, Digest> sums)
      throws IOException {
    var entries = new ArrayList<Entry>();
    try (var output = new VolumeOutput(folder, limit)) {
      writeEntries(source, output, entries);
      var volumes = output.finish();
      volumes.forEach(volume -> sums.put(volume.name(), volume.digest()));
      return manifest(source, payload(folder, output, volumes, sums), entries);
    }
  }

  private Payload payload(
      Path folder, VolumeOutput output, List<StickFile> volumes, Map<String, Digest> sums)
      throws IOException {
    var chunkDigests = output.chunkDigests();
    var chunks = new StickFile(Payload.CHUNKS_NAME, chunkDigests.length, Digest.of(chunkDigests));
    Durable.write(folder.resolve(Payload.CHUNKS_NAME), chunkDigests, "rw-r--r--");
    sums.put(Payload.CHUNKS_NAME, chunks.digest());
    return new Payload(output.total(), limit.chunkBytes(), chunks, volumes);
  }

  private void writeEntries(BundleSource source, VolumeOutput output, List<Entry> entries)
      throws IOException {
    var files = new ArrayList<>(source.files());
    files.sort(Comparator.comparing(ReleaseFile::path));
    var sizes = new ArrayList<Long>();
    for (var file : files) {
      sizes.add(file.content().size());
    }
    var twins = new Twins(sizes);
    var layout = new PayloadLayout();
    long total = sizes.stream().mapToLong(Long::longValue).sum();
    progress.on(new ProgressEvent.Started(TASK, total, ProgressEvent.Unit.BYTES));
    for (var file : files) {
      entries.add(entry(file, twins, layout, output, source.created()));
      progress.on(new ProgressEvent.Advanced(TASK, output.total()));
    }
    output.write(new byte[TarHeader.TRAILER]);
    progress.on(new ProgressEvent.Finished(TASK));
  }

  private static Entry entry(
      ReleaseFile file, Twins twins, PayloadLayout layout, VolumeOutput output, Instant created)
      throws IOException {
    long size = file.content().size();
    var twin = twins.carrierOf(file.content(), size);
    if (twin.isPresent()) {
      return new Entry(
          file.path(), file.mode(), size, twin.get().digest(), twin.get().offset(), true);
    }
    // The header does not hold the digest, which is known only after the content was written.
    var shape = new Entry(file.path(), file.mode(), size, Digest.of(""), 0, false);
    long offset = layout.add(shape);
    output.write(TarHeader.of(shape, created));
    var digest = write(file.content(), size, output);
    output.write(new byte[TarHeader.padding(size)]);
    var entry = new Entry(file.path(), file.mode(), size, digest, offset, false);
    twins.carried(entry);
    return entry;
  }

  private static Digest write(BundleContent content, long size, VolumeOutput output)
      throws IOException {
    var hash = Digest.newHash();
    try (InputStream in = content.open()) {
      requireSize(content, size, output.write(in, hash));
    }
    return Digest.of(hash);
  }

  private static void requireSize(BundleContent content, long size, long copied)
      throws IOException {
    if (copied != size) {
      throw new IOException(content + " changed while it was packed");
    }
  }

  private static Manifest manifest(BundleSource source, Payload payload, List<Entry> entries) {
    var components = new ArrayList<>(source.components());
    components.sort(Comparator.comparing(Manifest.Component::id));
    var manifest =
        new Manifest(
            Manifest.PRODUCT,
            Manifest.CHANNEL,
            source.version(),
            source.sequence(),
            source.minSequence(),
            source.created(),
            source.notAfter(),
            source.platform(),
            requirements(source, entries),
            payload,
            components,
            entries);
    ManifestRules.defect(manifest)
        .ifPresent(
            defect -> {
              throw new IllegalArgumentException("the bundle cannot be written: " + defect);
            });
    return manifest;
  }

  /// Each content is stored once for each mode it is needed in.
  private static Requirements requirements(BundleSource source, List<Entry> entries) {
    record Stored(Digest digest, Mode mode) {}
    var stored = new HashSet<Stored>();
    var folders = new HashSet<String>();
    long bytes = 0;
    for (var entry : entries) {
      if (stored.add(new Stored(entry.digest(), entry.mode()))) {
        bytes += entry.size();
      }
      var path = entry.path().value();
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        folders.add(path.substring(0, slash));
      }
    }
    return new Requirements(
        source.installer(), bytes, stored.size() + folders.size() + INSTALLER_INODES);
  }

  private static void sideFiles(BundleSource source, Path folder, Map<String, Digest> sums)
      throws IOException {
    for (var file : source.sideFiles()) {
      if (!ManifestRules.isStickName(file.name()) || sums.containsKey(file.name())) {
        throw new IllegalArgumentException("not a name for a side file: " + file.name());
      }
      var target = folder.resolve(file.name());
      try (var channel =
          FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        sums.put(file.name(), copy(file.content(), Channels.newOutputStream(channel)));
        channel.force(true);
      }
    }
  }

  private static Digest copy(BundleContent content, OutputStream output) throws IOException {
    var hash = Digest.newHash();
    try (InputStream in = new DigestInputStream(content.open(), hash)) {
      requireSize(content, content.size(), in.transferTo(output));
    }
    return Digest.of(hash);
  }

  /// In the form that `sha256sum -c` reads.
  private static String sumsText(Map<String, Digest> sums) {
    var text = new StringBuilder();
    new TreeMap<>(sums)
        .forEach(
            (name, digest) -> text.append(digest.hex()).append("  ").append(name).append('\n'));
    return text.toString();
  }

  private void signed(Path folder, String name, byte[] content) throws IOException {
    Durable.write(folder.resolve(name), content, "rw-r--r--");
    for (var key : keys) {
      var label = key.verifyingKey().fingerprint().label();
      var file = BundleFolder.signatureName(name, label);
      Durable.write(folder.resolve(file), key.sign(content), "rw-r--r--");
    }
  }
}

package voxcrate.bundle.verify;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.bundle.format.ManifestCodec;
import voxcrate.bundle.format.ManifestRules;
import voxcrate.bundle.trust.TrustPolicy;
import voxcrate.bundle.trust.TrustPolicy.Decision;
import voxcrate.bundle.trust.TrustPolicy.Waiver;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.bundle.trust.TrustedKeys.Accepted;
import voxcrate.bundle.trust.TrustedKeys.Detached;
import voxcrate.bundle.volume.BundleFolder;
import voxcrate.json.JsonException;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// A bundle whose manifest is signed by trusted keys and holds together. Its payload has not been
/// read yet.
///
/// The order is that of the bundle format: signatures over the manifest's bytes, only then parsing;
/// the caller's policy ([#enforce]); then one pass over everything else ([#read]). Every file is
/// opened once and read once.
public final class OpenedBundle {
  static final long MAX_MANIFEST_BYTES = 64L << 20;
  private static final long MAX_SUMS_BYTES = 4L << 20;
  private static final int MAX_SIGNATURES = 64;
  private static final int BUFFER_BYTES = 1 << 18;

  /// Of everything that is neither manifest nor payload, together: a file without an end would be
  /// read for ever.
  public static final long MAX_SIDE_BYTES = 2L << 30;

  private static final Pattern SIGNATURE_NAME =
      Pattern.compile("(.+)\\.([0-9a-f]{12})\\" + BundleFolder.SIGNATURE_SUFFIX);
  private static final String TASK = "reading the bundle";

  private final BundleFolder folder;
  private final byte[] manifestBytes;
  private final BundleId id;
  private final Manifest manifest;
  private final List<Detached> signatures;
  private final Accepted signers;
  private final byte[] sumsBytes;
  private final StickSums sums;
  private final Map<String, Digest> unlisted;

  private OpenedBundle(
      BundleFolder folder,
      byte[] manifestBytes,
      BundleId id,
      Manifest manifest,
      List<Detached> signatures,
      Accepted signers,
      byte[] sumsBytes,
      StickSums sums,
      Map<String, Digest> unlisted) {
    this.folder = folder;
    this.manifestBytes = manifestBytes;
    this.id = id;
    this.manifest = manifest;
    this.signatures = signatures;
    this.signers = signers;
    this.sumsBytes = sumsBytes;
    this.sums = sums;
    this.unlisted = unlisted;
  }

  /// Verifies signatures and manifest.
  ///
  /// @throws ToolException for everything that makes the bundle unfit, with its own code
  public static OpenedBundle open(Path path, TrustedKeys keys) {
    var folder = BundleFolder.list(path);
    refuseStraySignatures(folder);
    var manifestBytes = folder.read(Manifest.FILE_NAME, MAX_MANIFEST_BYTES);
    var signatures = signatures(folder, Manifest.FILE_NAME);
    var signers = keys.check(Manifest.FILE_NAME, manifestBytes, signatures);
    var manifest = parse(manifestBytes);
    var sumsBytes = folder.read(BundleFolder.SUMS, MAX_SUMS_BYTES);
    var sumsSignatures = signatures(folder, BundleFolder.SUMS);
    keys.check(BundleFolder.SUMS, sumsBytes, sumsSignatures);
    var sums = StickSums.of(sumsBytes, folder);
    var id = BundleId.of(manifestBytes);
    sums.require(Manifest.FILE_NAME, id.manifest());
    sums.require(manifest.payload().chunks().name(), manifest.payload().chunks().digest());
    manifest.payload().volumes().forEach(volume -> sums.require(volume.name(), volume.digest()));
    var unlisted = new HashMap<String, Digest>();
    unlisted.put(BundleFolder.SUMS, Digest.of(sumsBytes));
    Stream.of(signatures, sumsSignatures)
        .flatMap(List::stream)
        .forEach(detached -> unlisted.put(detached.file(), Digest.of(detached.signature())));
    return new OpenedBundle(
        folder, manifestBytes, id, manifest, signatures, signers, sumsBytes, sums, unlisted);
  }

  static Manifest parse(byte[] verified) {
    try {
      var manifest = ManifestCodec.read(verified);
      var defect = ManifestRules.defect(manifest);
      if (defect.isPresent()) {
        throw malformed(defect.get());
      }
      return manifest;
    } catch (JsonException | ArithmeticException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private static List<Detached> signatures(BundleFolder folder, String file) {
    var found =
        folder.names().stream()
            .map(SIGNATURE_NAME::matcher)
            .filter(matcher -> matcher.matches() && matcher.group(1).equals(file))
            .toList();
    if (found.size() > MAX_SIGNATURES) {
      throw malformed("more than " + MAX_SIGNATURES + " signatures over " + file);
    }
    return found.stream()
        .map(
            matcher ->
                new Detached(
                    matcher.group(), matcher.group(2), folder.readSignature(matcher.group())))
        .toList();
  }

  private static void refuseStraySignatures(BundleFolder folder) {
    for (var name : folder.names()) {
      var matcher = SIGNATURE_NAME.matcher(name);
      boolean signature =
          matcher.matches()
              && Set.of(Manifest.FILE_NAME, BundleFolder.SUMS).contains(matcher.group(1));
      if (name.endsWith(BundleFolder.SIGNATURE_SUFFIX) && !signature) {
        throw new ToolException(
            Problem.of(
                BundleCode.FILE_UNUSABLE,
                "A file in the bundle's folder does not belong there",
                "looking at " + name,
                "a signature of no file of the bundle",
                "copy the bundle from the connected machine again, into an empty folder"));
      }
    }
  }

  public Manifest manifest() {
    return manifest;
  }

  public BundleId id() {
    return id;
  }

  /// The release's name, `SEQ-12hex`.
  public String releaseName() {
    return id.releaseName(manifest.sequence());
  }

  /// The verified bytes of `bundle.json`.
  public byte[] manifestBytes() {
    return manifestBytes.clone();
  }

  /// The verified bytes of `SHA256SUMS`.
  public byte[] sumsBytes() {
    return sumsBytes.clone();
  }

  /// The signatures over [#manifestBytes], to be kept beside them.
  public List<Detached> signatures() {
    return signatures;
  }

  public Accepted signers() {
    return signers;
  }

  /// Asks again whose signatures count, where that may have changed since the bundle was opened.
  ///
  /// @throws ToolException when the bundle is not signed by enough of `keys`
  public void requireSignedBy(TrustedKeys keys) {
    keys.check(Manifest.FILE_NAME, manifestBytes, signatures);
  }

  /// @return refusals of `policy` that the operator has overridden
  /// @throws ToolException when `policy` refuses this bundle
  public Set<Waiver> enforce(TrustPolicy policy) {
    return switch (policy.decide(manifest, id())) {
      case Decision.Accepted(var waived) -> waived;
      case Decision.Refused refused -> throw refused.during("judging " + folder.path());
    };
  }

  /// Reads every remaining byte of the bundle once, compares it with the signed one and keeps
  /// nothing.
  ///
  /// @throws ToolException at the first byte that is another
  public void check(ProgressListener progress) throws IOException {
    follow(EntrySink.DISCARD, new ContentPlaces(manifest.entries()), progress);
  }

  /// Reads every remaining byte of the bundle once: hashed, compared, and given to `sink`, each
  /// file with the digest that the manifest has for it.
  ///
  /// @throws ToolException at the first byte that is not the signed one
  /// @throws IOException when the sink cannot take what it is given
  public void read(EntrySink sink, ProgressListener progress) throws IOException {
    follow(new ComparedContents(sink), ContentPlaces.NONE, progress);
  }

  private void follow(EntrySink sink, ContentPlaces dropped, ProgressListener progress)
      throws IOException {
    readSideFiles();
    var payload = manifest.payload();
    progress.on(new ProgressEvent.Started(TASK, payload.size(), ProgressEvent.Unit.BYTES));
    var digests = folder.read(payload.chunks().name(), payload.chunks().size());
    require(payload.chunks(), Digest.of(digests));
    try (var chunks = new VerifiedChunks(folder, payload, digests, dropped)) {
      new PayloadComparer(chunks, done -> progress.on(new ProgressEvent.Advanced(TASK, done)))
          .follow(manifest, sink);
    }
    progress.on(new ProgressEvent.Finished(TASK));
  }

  /// What is neither manifest nor payload: the bootstrap, and documents for people.
  private void readSideFiles() {
    var others = new HashSet<>(sums.digests().keySet());
    others.remove(Manifest.FILE_NAME);
    others.remove(manifest.payload().chunks().name());
    manifest.payload().volumes().forEach(volume -> others.remove(volume.name()));
    long left = MAX_SIDE_BYTES;
    for (var name : others.stream().sorted().toList()) {
      try (var channel = folder.openAtMost(name, left)) {
        long size = channel.size();
        sums.require(name, digest(channel, size));
        left -= size;
      } catch (IOException e) {
        throw BundleFolder.unreadable(name, e);
      }
    }
  }

  private static Digest digest(FileChannel channel, long size) throws IOException {
    var hash = Digest.newHash();
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long done = 0;
    while (done <= size && channel.read(buffer.clear()) >= 0) {
      hash.update(buffer.flip());
      done += buffer.limit();
    }
    if (done != size) {
      throw new IOException("its size changes while it is read");
    }
    return Digest.of(hash);
  }

  /// @throws ToolException when the list has another digest for that file
  public void requireListed(String name, Digest actual) {
    sums.require(name, actual);
  }

  /// Every file of the bundle, signatures included, as it must be; in the order of the names.
  public List<StickFile> files() {
    return folder.names().stream()
        .map(name -> new StickFile(name, folder.size(name), expected(name)))
        .toList();
  }

  private Digest expected(String name) {
    return requireNonNull(unlisted.getOrDefault(name, sums.digests().get(name)), name);
  }

  /// Opens one of [#files]; its bytes are unproven until [#require] was asked.
  public FileChannel open(StickFile file) {
    return folder.open(file.name(), file.size());
  }

  /// @param actual what was read from the file
  /// @throws ToolException when that is not what was signed
  public void require(StickFile file, Digest actual) {
    if (!actual.equals(file.digest())) {
      throw StickSums.changed(file.name(), file.digest(), actual);
    }
  }

  private static ToolException malformed(String defect) {
    return new ToolException(
        Problem.of(
            BundleCode.MANIFEST_MALFORMED,
            "The manifest is malformed",
            "reading " + Manifest.FILE_NAME,
            defect,
            "the bundle was signed by a faulty or foreign builder: build it again"));
  }
}

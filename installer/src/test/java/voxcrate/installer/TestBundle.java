package voxcrate.installer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.archive.BundleContent.InText;
import voxcrate.bundle.archive.BundleSource;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;
import voxcrate.bundle.archive.BundleSource.SideFile;
import voxcrate.bundle.archive.BundleWriter;
import voxcrate.bundle.archive.BundleWriter.Written;
import voxcrate.bundle.archive.VolumeLimit;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.progress.ProgressListener;

/// A small signed bundle whose engine is a shell script: it answers `selftest` as the test wants
/// and says its sequence for everything else.
public final class TestBundle {
  public static final SigningKey KEY = SigningKey.generate();
  static final String GOOD = "exit 0";
  static final String BAD = "echo 'model gives other turns' >&2; exit 1";

  private static final Instant CREATED = Instant.parse("2026-11-20T00:00:00Z");
  private static final VolumeLimit SMALL = new VolumeLimit(4096, 3);
  private static final VolumeLimit LARGE = new VolumeLimit(1 << 20, 8);

  private final long sequence;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, String> programs = new LinkedHashMap<>();
  private List<SigningKey> keys = List.of(KEY);
  private String selfTest = GOOD;
  private VolumeLimit limit = SMALL;
  private long minSequence = 1;
  private Instant created;
  private @Nullable Instant notAfter;
  private Platform platform = Platform.LINUX_X64;
  private String installer = "0";
  private UnaryOperator<String> forgery = UnaryOperator.identity();

  public TestBundle(long sequence) {
    this.sequence = sequence;
    this.created = CREATED.plusSeconds(sequence);
    texts.put("models/torch/voxcrate-demo/segmentation/model.onnx", "weights ".repeat(2000));
    texts.put("models/torch/voxcrate-demo/copy/model.onnx", "weights ".repeat(2000));
    texts.put("docs/release.txt", "release " + sequence);
    texts.put("docs/same in every release.txt", "shared");
    texts.put("engine/lib/empty", "");
  }

  public TestBundle selfTest(String script) {
    this.selfTest = script;
    return this;
  }

  TestBundle signedBy(SigningKey... others) {
    this.keys = List.of(others);
    return this;
  }

  TestBundle created(String time) {
    this.created = Instant.parse(time);
    return this;
  }

  TestBundle notAfter(String time) {
    this.notAfter = Instant.parse(time);
    return this;
  }

  TestBundle platform(String os, String arch) {
    this.platform = new Platform(os, arch);
    return this;
  }

  TestBundle needsInstaller(String version) {
    this.installer = version;
    return this;
  }

  /// Changes the manifest as only a holder of the keys can: what our own writer never writes.
  TestBundle forged(String text, String other) {
    this.forgery = manifest -> manifest.replace(text, other);
    return this;
  }

  TestBundle minSequence(long floor) {
    this.minSequence = floor;
    return this;
  }

  public TestBundle file(String path, String content) {
    texts.put(path, content);
    return this;
  }

  /// In few and larger volumes, for contents of megabytes.
  public TestBundle largeVolumes() {
    this.limit = LARGE;
    return this;
  }

  public TestBundle program(String path, String script) {
    programs.put(path, script);
    return this;
  }

  /// Into `medium/voxcrate-SEQUENCE`.
  public Written writeTo(Path medium) throws IOException {
    Files.createDirectories(medium);
    var written =
        new BundleWriter(limit, keys, ProgressListener.SILENT)
            .write(source(), medium.resolve("voxcrate-" + sequence));
    forge(written.folder());
    return written;
  }

  private void forge(Path folder) throws IOException {
    var manifest = Files.readString(folder.resolve("bundle.json"));
    var forged = forgery.apply(manifest);
    if (!forged.equals(manifest)) {
      var sums = Files.readString(folder.resolve("SHA256SUMS"));
      sign(folder, "bundle.json", forged);
      sign(folder, "SHA256SUMS", sums.replace(Digest.of(manifest).hex(), Digest.of(forged).hex()));
    }
  }

  private void sign(Path folder, String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    for (var key : keys) {
      var label = key.verifyingKey().fingerprint().label();
      Files.write(folder.resolve(name + "." + label + ".sig"), key.sign(text.getBytes(UTF_8)));
    }
  }

  public static String releaseName(Written written) {
    return written.id().releaseName(written.manifest().sequence());
  }

  /// The public key, as an operator would carry it separately from the medium.
  public static Path keyFile(Path folder, SigningKey key) throws IOException {
    return Files.writeString(
        Files.createDirectories(folder).resolve("release.pem"), key.verifyingKey().pem());
  }

  private BundleSource source() {
    var files =
        new java.util.ArrayList<>(
            texts.entrySet().stream()
                .map(text -> file(text.getKey(), Mode.FILE, text.getValue()))
                .toList());
    if (!programs.containsKey("bin/voxcrate")) {
      files.add(file("bin/voxcrate", Mode.EXECUTABLE, engine()));
    }
    files.add(file("bin/voxcrate-installer", Mode.EXECUTABLE, "#!/bin/sh\nexit 0\n"));
    programs.forEach((path, script) -> files.add(file(path, Mode.EXECUTABLE, script)));
    // The same bytes in both modes.
    files.add(file("docs/voxcrate-installer.txt", Mode.FILE, "#!/bin/sh\nexit 0\n"));
    return new BundleSource(
        "1.0." + sequence,
        sequence,
        minSequence,
        created,
        notAfter,
        platform,
        installer,
        List.of(
            new Manifest.Component(
                "engine", new RelativePath("engine"), null, "Apache-2.0", false)),
        files,
        List.of(
            new SideFile("read-me-first.txt", new InText("for people")),
            new SideFile("bootstrap-linux-x64.tar", new InText("b".repeat(3000)))));
  }

  private String engine() {
    return """
    #!/bin/sh
    case $1 in
      selftest) %s ;;
      *) echo "release %d: $*" ;;
    esac
    """
        .formatted(selfTest, sequence);
  }

  private static ReleaseFile file(String path, Mode mode, String content) {
    return new ReleaseFile(new RelativePath(path), mode, new InText(content));
  }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.archive.BundleContent.InFile;
import voxcrate.bundle.archive.BundleSource;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;
import voxcrate.bundle.archive.BundleWriter;
import voxcrate.bundle.archive.VolumeLimit;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.progress.ProgressListener;

/// Packs a folder into a bundle, two folders into two releases of one signer, verifies a bundle, or
/// hashes its volumes on one thread; `scripts/bench pack` times each as a process of its own.
public final class PackBench {
  private PackBench() {}

  public static void main(String[] arguments) throws Exception {
    var bundle = Path.of(arguments[1]);
    var key = bundle.resolveSibling("release.pem");
    switch (arguments[0]) {
      case "pack" -> pack(Path.of(arguments[2]), 1, bundle, newKey(key));
      case "releases" -> {
        var signer = newKey(key);
        pack(Path.of(arguments[2]), 1, bundle, signer);
        pack(Path.of(arguments[4]), 2, Path.of(arguments[3]), signer);
      }
      case "verify" -> verify(bundle, key);
      case "hash" -> hash(bundle);
      case String other -> throw new IllegalArgumentException(other);
    }
  }

  private static SigningKey newKey(Path publicKey) throws IOException {
    var key = SigningKey.generate();
    Files.writeString(publicKey, key.verifyingKey().pem());
    return key;
  }

  private static void pack(Path folder, long sequence, Path bundle, SigningKey key)
      throws IOException {
    var files = new ArrayList<ReleaseFile>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        var path = new RelativePath(folder.relativize(file).toString());
        var mode = Files.isExecutable(file) ? Mode.EXECUTABLE : Mode.FILE;
        files.add(new ReleaseFile(path, mode, new InFile(file)));
      }
    }
    var source =
        new BundleSource(
            "1.0.0",
            sequence,
            0,
            Instant.ofEpochSecond(sequence),
            null,
            Platform.LINUX_X64,
            "0",
            List.of(),
            files,
            List.of());
    new BundleWriter(VolumeLimit.FAT32, List.of(key), ProgressListener.SILENT)
        .write(source, bundle);
  }

  private static void verify(Path bundle, Path publicKey) throws IOException {
    var key = TrustedKey.ofPem(Files.readString(publicKey), publicKey.toString());
    OpenedBundle.open(bundle, new TrustedKeys(List.of(key), 1)).check(ProgressListener.SILENT);
  }

  private static void hash(Path bundle) throws Exception {
    var hash = MessageDigest.getInstance("SHA-256");
    var buffer = new byte[1 << 20];
    try (Stream<Path> all = Files.list(bundle)) {
      for (var volume : all.filter(file -> file.toString().endsWith(".part")).sorted().toList()) {
        try (var in = Files.newInputStream(volume)) {
          for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            hash.update(buffer, 0, read);
          }
        }
      }
    }
    System.err.printf(Locale.ROOT, "%02x%n", hash.digest()[0]);
  }
}

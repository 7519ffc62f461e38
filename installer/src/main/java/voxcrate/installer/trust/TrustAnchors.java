package voxcrate.installer.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.files.Durable;
import voxcrate.installer.InstallError;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Where trust comes from, first found wins: the keys pinned by an earlier install; keys that the
/// operator names; keys that the bootstrap carries, which was checked against paper. A key that
/// lies
/// beside the bundle is never believed.
public final class TrustAnchors {
  private final InstallLayout layout;
  private final @Nullable Path bootstrap;

  /// @param bootstrap folder of the unpacked bootstrap; null when started from an installation
  public TrustAnchors(InstallLayout layout, @Nullable Path bootstrap) {
    this.layout = layout;
    this.bootstrap = bootstrap;
  }

  /// The keys to trust for `bundle`, and how many of them must have signed.
  ///
  /// @param named what the operator gave with `--trust`: fingerprints or files
  public TrustedKeys find(Path bundle, List<String> named, int pinnedThreshold) throws IOException {
    var pinned = keysIn(layout.trust());
    if (!pinned.isEmpty()) {
      return new TrustedKeys(pinned, Math.min(pinnedThreshold, pinned.size()));
    }
    var carried = bootstrap == null ? List.<TrustedKey>of() : keysIn(bootstrap.resolve("trust"));
    var keys = named.isEmpty() ? carried : named(bundle, named, carried);
    if (keys.isEmpty()) {
      throw new ToolException(
          Problem.of(
              InstallError.NO_TRUSTED_KEY,
              "No key to trust",
              "looking for the keys that may sign " + bundle,
              "no pinned key in " + layout.trust() + ", none in a bootstrap, none named",
              "start from the bootstrap archive, as the operator's card says",
              "or name the key, from elsewhere than the medium: --trust FILE"));
    }
    return new TrustedKeys(keys, keys.size());
  }

  private static List<TrustedKey> named(Path bundle, List<String> names, List<TrustedKey> carried)
      throws IOException {
    var keys = new ArrayList<TrustedKey>();
    for (var name : names) {
      keys.add(Fingerprint.isValid(name) ? carriedKey(name, carried) : keyFile(bundle, name));
    }
    return keys;
  }

  private static TrustedKey carriedKey(String name, List<TrustedKey> carried) {
    var fingerprint = Fingerprint.parse(name);
    return carried.stream()
        .filter(key -> key.fingerprint().equals(fingerprint))
        .findFirst()
        .orElseThrow(
            () ->
                new ToolException(
                    Problem.of(
                        InstallError.NO_TRUSTED_KEY,
                        "No key has this fingerprint",
                        "looking for " + fingerprint.grouped(),
                        "not among the keys that the bootstrap carries",
                        "compare the fingerprint with the one on paper",
                        "or name the key's file, from elsewhere than the medium: --trust FILE")));
  }

  private static TrustedKey keyFile(Path bundle, String name) throws IOException {
    var file = Path.of(name).toRealPath();
    if (file.startsWith(bundle.toRealPath())) {
      throw new ToolException(
          Problem.of(
              InstallError.KEY_BESIDE_BUNDLE,
              "This key lies beside the bundle",
              "reading the key to trust from " + name,
              "whoever changed the bundle could have put the key there",
              "take the key from elsewhere, or compare its fingerprint on paper"));
    }
    return TrustedKey.ofPem(Files.readString(file), name);
  }

  private static List<TrustedKey> keysIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var keys = new ArrayList<TrustedKey>();
    try (Stream<Path> files = Files.list(folder)) {
      for (var file : files.filter(file -> file.toString().endsWith(".pem")).sorted().toList()) {
        keys.add(TrustedKey.ofPem(Files.readString(file), file.toString()));
      }
    }
    return keys;
  }

  /// Keeps `keys` for all later installs.
  public void pin(TrustedKeys keys) throws IOException {
    Files.createDirectories(layout.trust());
    for (var key : keys.keys()) {
      var file = layout.trust().resolve(key.fingerprint().label() + ".pem");
      if (!Files.exists(file)) {
        Durable.write(file, key.pem().getBytes(UTF_8), "rw-r--r--");
      }
    }
  }
}

package voxcrate.installer.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.installer.change.Changes;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.InstallState;
import voxcrate.installer.layout.Pins;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Where trust comes from, first found wins: the keys pinned by an earlier install; keys that the
/// operator names; keys that the bootstrap carries, which was checked against paper. A key that
/// lies beside
/// the bundle is never believed.
public final class TrustAnchors {
  private static final String SUFFIX = ".pem";

  private final InstallLayout layout;
  private final @Nullable Path bootstrap;

  /// @param bootstrap folder of the unpacked bootstrap; null when started from an installation
  public TrustAnchors(InstallLayout layout, @Nullable Path bootstrap) {
    this.layout = layout;
    this.bootstrap = bootstrap;
  }

  /// The keys to trust for `bundle`, and how many of them must have signed.
  ///
  /// @param state what is installed: only a finished install has pinned its keys
  /// @param choice what the operator named
  public TrustedKeys find(Path bundle, InstallState state, TrustChoice choice) throws IOException {
    if (state.current() != null) {
      return pinned(bundle, state, choice.keys());
    }
    var carried = carried(bundle);
    var keys = choice.keys().isEmpty() ? carried : named(bundle, choice.keys(), carried);
    if (keys.isEmpty()) {
      throw new ToolException(
          Problem.of(
              InstallCode.NO_TRUSTED_KEY,
              "No key to trust",
              "looking for the keys that may sign " + bundle,
              "no pinned key in " + layout.trust() + ", none in a bootstrap, none named",
              "start from the bootstrap archive, as the operator's card says",
              "or name the key, from elsewhere than the medium: --trust FILE"));
    }
    return new TrustedKeys(keys, threshold(keys, choice));
  }

  private static int threshold(List<TrustedKey> keys, TrustChoice choice) {
    int distinct = (int) keys.stream().distinct().count();
    int asked = choice.threshold().orElse(distinct);
    if (asked < 1 || asked > distinct) {
      throw new ToolException(
          Problem.of(
                  InstallCode.NO_TRUSTED_KEY,
                  "Not that many keys to trust",
                  "counting the keys that must have signed",
                  "--threshold " + asked,
                  "name as many keys as must have signed: --trust, once for each")
              .expecting("a number from 1 to " + distinct));
    }
    return asked;
  }

  private TrustedKeys pinned(Path bundle, InstallState state, List<String> named)
      throws IOException {
    var trusted = pinned(state.pins());
    for (var key : named(bundle, named, trusted.keys())) {
      if (!trusted.keys().contains(key)) {
        throw notPinned(key, trusted.keys());
      }
    }
    return trusted;
  }

  /// The keys of an installation, with those that it has revoked.
  ///
  /// @throws ToolException when one of their files is gone or holds another key
  public TrustedKeys pinned(Pins pins) throws IOException {
    return new TrustedKeys(keys(pins.keys()), pins.threshold(), keys(pins.revokedKeys()));
  }

  private List<TrustedKey> keys(Set<Fingerprint> fingerprints) throws IOException {
    var keys = new ArrayList<TrustedKey>();
    for (var fingerprint : fingerprints) {
      var file = layout.trustedKey(fingerprint);
      var key = Files.isRegularFile(file) ? TrustedKey.inFile(file) : null;
      if (key == null || !key.fingerprint().equals(fingerprint)) {
        throw lost(file, fingerprint);
      }
      keys.add(key);
    }
    keys.sort(Comparator.comparing(key -> key.fingerprint().toString()));
    return keys;
  }

  private static ToolException lost(Path file, Fingerprint fingerprint) {
    return new ToolException(
        Problem.of(
                InstallCode.NO_TRUSTED_KEY,
                "A key of this installation is lost",
                "reading " + file,
                "no such file, or another key in it",
                "put the key's file back, from elsewhere than a medium",
                "find out who has changed the folder: nothing of ours removes keys from it")
            .expecting("the public key " + fingerprint.grouped()));
  }

  private List<TrustedKey> carried(Path bundle) throws IOException {
    if (bootstrap == null) {
      return List.of();
    }
    refuseBeside(bundle, bootstrap);
    return keysIn(bootstrap.resolve("trust"));
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
                        InstallCode.NO_TRUSTED_KEY,
                        "No key has this fingerprint",
                        "looking for " + fingerprint.grouped(),
                        "not among the keys that the bootstrap carries",
                        "compare the fingerprint with the one on paper",
                        "or name the key's file, from elsewhere than the medium: --trust FILE")));
  }

  private static TrustedKey keyFile(Path bundle, String name) throws IOException {
    var file = Path.of(name);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ToolException(
          Problem.of(
              InstallCode.NO_TRUSTED_KEY,
              "The key to trust cannot be read",
              "reading the key to trust from " + name,
              "neither a readable file nor a fingerprint of 64 digits",
              "name the key's file, or its whole fingerprint: --trust FINGERPRINT|FILE"));
    }
    refuseBeside(bundle, file);
    return TrustedKey.inFile(file);
  }

  private static void refuseBeside(Path bundle, Path source) throws IOException {
    if (source.toRealPath().startsWith(bundle.toRealPath())) {
      throw besideBundle(source);
    }
  }

  /// The refusal of a key that came with a bundle.
  public static ToolException besideBundle(Path source) {
    return new ToolException(
        Problem.of(
            InstallCode.KEY_BESIDE_BUNDLE,
            "This key lies beside the bundle",
            "reading the key to trust from " + source,
            "whoever changed the bundle could have put the key there",
            "take the key from elsewhere, or compare its fingerprint on paper"));
  }

  private static ToolException notPinned(TrustedKey named, List<TrustedKey> pinned) {
    var known = pinned.stream().map(key -> key.fingerprint().grouped()).toList();
    return new ToolException(
        Problem.of(
                InstallCode.KEY_NOT_PINNED,
                "This installation trusts other keys",
                "comparing the named key with the pinned ones",
                named.fingerprint().grouped(),
                "leave --trust out: later bundles are checked against the pinned keys",
                "a bundle by another key belongs into another installation: --prefix DIR")
            .expecting(String.join(" or ", known)));
  }

  private static List<TrustedKey> keysIn(Path folder) throws IOException {
    var keys = new ArrayList<TrustedKey>();
    for (var file : keyFiles(folder)) {
      keys.add(TrustedKey.inFile(file));
    }
    return keys;
  }

  private static List<Path> keyFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /// Keeps `keys` for all later installs.
  public void pin(TrustedKeys keys, Changes changes) throws IOException {
    changes.ownFolder(layout.trust(), "rwxr-xr-x");
    for (var key : keys.keys()) {
      pin(key, changes);
    }
  }

  /// Lays a key beside the others. It counts once the installation's state names it.
  public void pin(TrustedKey key, Changes changes) throws IOException {
    changes.replace(layout.trustedKey(key.fingerprint()), key.pem().getBytes(UTF_8), "rw-r--r--");
  }

  /// Forgets all keys.
  public void remove() throws IOException {
    for (var key : keyFiles(layout.trust())) {
      Files.delete(key);
    }
  }
}

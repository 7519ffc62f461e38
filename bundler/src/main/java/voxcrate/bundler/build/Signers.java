package voxcrate.bundler.build;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Whose signatures an installer will ask for: all of them.
///
/// @param present keys that sign while the bundle is built
/// @param awaited keys of others, who sign the finished bundle
public record Signers(List<SigningKey> present, List<TrustedKey> awaited) {
  /// @throws ToolException when one key stands for two people
  public Signers {
    present = List.copyOf(present);
    awaited = List.copyOf(awaited);
    var seen = new HashSet<Fingerprint>();
    present.forEach(key -> seen.add(key.verifyingKey().fingerprint()));
    for (var key : awaited) {
      if (!seen.add(key.fingerprint())) {
        throw named(key.fingerprint());
      }
    }
  }

  public static Signers only(SigningKey key) {
    return new Signers(List.of(key), List.of());
  }

  /// Public halves of the keys that sign now.
  public List<TrustedKey> verifying() {
    return present.stream().map(SigningKey::verifyingKey).toList();
  }

  /// What the bundle carries when it is built: a signature by each key that signs now.
  public TrustedKeys required() {
    var keys = verifying();
    return new TrustedKeys(keys, keys.size());
  }

  /// All keys that an installer will trust.
  public List<TrustedKey> all() {
    return Stream.concat(verifying().stream(), awaited.stream()).toList();
  }

  private static ToolException named(Fingerprint key) {
    return new ToolException(
        Problem.of(
                SigningCode.COSIGNER_UNFIT,
                "One key cannot stand for two people",
                "reading the keys of --cosigner",
                "key " + key.label() + " is named twice, or is the key that builds",
                "name the public key of another person: --cosigner NAME.pem")
            .expecting("keys that differ from each other and from the one that builds"));
  }
}

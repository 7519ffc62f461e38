package voxcrate.bundle.trust;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import voxcrate.bundle.BundleCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// The keys that may sign, and how many distinct ones must.
///
/// A signature that carries the label of a trusted key and does not verify is fatal; one by an
/// unknown or revoked key is ignored and named; too few are fatal.
public final class TrustedKeys {
  private final Map<Fingerprint, TrustedKey> keys;
  private final Map<Fingerprint, TrustedKey> revoked;
  private final int threshold;

  public TrustedKeys(List<TrustedKey> trusted, int threshold) {
    this(trusted, threshold, List.of());
  }

  /// @param revoked keys that were trusted once: what they sign counts for nothing, and is said
  public TrustedKeys(List<TrustedKey> trusted, int threshold, List<TrustedKey> revoked) {
    this.keys = distinct(trusted);
    this.revoked = distinct(revoked);
    this.threshold = threshold;
    if (threshold < 1 || threshold > keys.size()) {
      throw new IllegalArgumentException(
          threshold + " signatures cannot be asked of " + keys.size() + " keys");
    }
    if (!Collections.disjoint(keys.keySet(), this.revoked.keySet())) {
      throw new IllegalArgumentException("a key is trusted and revoked at once");
    }
  }

  private static Map<Fingerprint, TrustedKey> distinct(List<TrustedKey> keys) {
    var distinct = new LinkedHashMap<Fingerprint, TrustedKey>();
    keys.forEach(key -> distinct.put(key.fingerprint(), key));
    return Collections.unmodifiableMap(distinct);
  }

  public List<TrustedKey> keys() {
    return List.copyOf(keys.values());
  }

  public int threshold() {
    return threshold;
  }

  /// A detached signature as it lies on the stick: the file's name, and the twelve digits in it
  /// that say which key may have made it.
  public static final class Detached {
    private final String file;
    private final String label;
    private final byte[] signature;

    public Detached(String file, String label, byte[] signature) {
      this.file = file;
      this.label = label;
      this.signature = signature.clone();
    }

    public String file() {
      return file;
    }

    public byte[] signature() {
      return signature.clone();
    }
  }

  /// Who signed.
  ///
  /// @param signers trusted keys whose signature verified
  /// @param ignored files of signatures by keys that are not trusted here
  public record Accepted(Set<Fingerprint> signers, List<String> ignored) {
    /// The signers' labels, for people; sorted.
    public List<String> labels() {
      return signers.stream().map(Fingerprint::label).sorted().toList();
    }
  }

  /// Checks all signatures over `message`.
  ///
  /// @throws ToolException when one is wrong or too few are there
  public Accepted check(String file, byte[] message, List<Detached> signatures) {
    var signers = new LinkedHashSet<Fingerprint>();
    var ignored = new ArrayList<Detached>();
    for (var detached : signatures) {
      var labelled = labelled(keys, detached);
      if (labelled.isEmpty()) {
        ignored.add(detached);
      } else {
        signers.add(signer(labelled, message, detached).orElseThrow(() -> wrong(file, detached)));
      }
    }
    if (signers.size() < threshold) {
      throw tooFew(file, message, signers, ignored);
    }
    return new Accepted(Set.copyOf(signers), names(ignored));
  }

  /// The keys that a signature's label may mean: one, unless two labels are alike.
  private static List<TrustedKey> labelled(Map<Fingerprint, TrustedKey> keys, Detached detached) {
    return keys.values().stream()
        .filter(key -> key.fingerprint().label().equals(detached.label))
        .toList();
  }

  private static Optional<Fingerprint> signer(
      List<TrustedKey> candidates, byte[] message, Detached detached) {
    return candidates.stream()
        .filter(key -> key.verifies(message, detached.signature))
        .map(TrustedKey::fingerprint)
        .findFirst();
  }

  private static List<String> names(List<Detached> signatures) {
    return signatures.stream().map(Detached::file).toList();
  }

  private static ToolException wrong(String file, Detached detached) {
    return new ToolException(
        Problem.of(
            BundleCode.SIGNATURE_WRONG,
            "Signature does not verify",
            "checking " + file + " against " + detached.file(),
            "one of the two was changed after signing",
            "copy the bundle from the connected machine again",
            "if it happens twice, treat the medium as tampered with"));
  }

  private ToolException tooFew(
      String file, byte[] message, Set<Fingerprint> signers, List<Detached> ignored) {
    var count = signers.size() + " of " + threshold + " trusted signatures";
    for (var detached : ignored) {
      var signer = signer(labelled(revoked, detached), message, detached);
      if (signer.isPresent()) {
        return byRevoked(file, signer.get(), count);
      }
    }
    var others =
        ignored.isEmpty() ? "" : "\nby keys not trusted here: " + String.join(", ", names(ignored));
    return new ToolException(
        Problem.of(
                BundleCode.SIGNATURES_MISSING,
                "Not signed by " + (signers.isEmpty() ? "a trusted key" : "enough trusted keys"),
                "checking the signatures over " + file,
                count + missing(signers) + others,
                signers.isEmpty()
                    ? "compare the key's fingerprint on paper with the trusted ones"
                    : "have it countersigned on the connected side: voxcrate-bundler sign DIR --key"
                        + " FILE",
                "then bring the bundle again")
            .expecting("signatures by " + threshold + " of the keys that are trusted here"));
  }

  private String missing(Set<Fingerprint> signers) {
    var text = new StringBuilder();
    for (var key : keys.keySet()) {
      if (!signers.contains(key)) {
        text.append("\nmissing: key ").append(key.label()).append(", ").append(key.grouped());
      }
    }
    return text.toString();
  }

  private static ToolException byRevoked(String file, Fingerprint signer, String count) {
    return new ToolException(
        Problem.of(
                BundleCode.REVOKED,
                "Signed by a revoked key",
                "checking the signatures over " + file,
                count + "; key " + signer.label() + " signed, and is revoked:\n" + signer.grouped(),
                "ask for a bundle signed by a key that is trusted here: voxcrate-installer trust"
                    + " list",
                "find out who uses the revoked key, and from where this bundle came")
            .expecting("signatures by keys that are not revoked"));
  }
}

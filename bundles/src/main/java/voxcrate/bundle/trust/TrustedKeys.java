package voxcrate.bundle.trust;

import java.util.ArrayList;
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
/// unknown key is ignored and named; too few are fatal.
public final class TrustedKeys {
  private final Map<Fingerprint, TrustedKey> keys;
  private final int threshold;

  public TrustedKeys(List<TrustedKey> trusted, int threshold) {
    var distinct = new LinkedHashMap<Fingerprint, TrustedKey>();
    trusted.forEach(key -> distinct.put(key.fingerprint(), key));
    if (threshold < 1 || threshold > distinct.size()) {
      throw new IllegalArgumentException(
          threshold + " signatures cannot be asked of " + distinct.size() + " keys");
    }
    this.keys = Map.copyOf(distinct);
    this.threshold = threshold;
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
  public record Accepted(Set<Fingerprint> signers, List<String> ignored) {}

  /// Checks all signatures over `message`.
  ///
  /// @throws ToolException when one is wrong or too few are there
  public Accepted check(String file, byte[] message, List<Detached> signatures) {
    var signers = new LinkedHashSet<Fingerprint>();
    var ignored = new ArrayList<String>();
    for (var detached : signatures) {
      var key = byLabel(detached.label);
      if (key.isEmpty()) {
        ignored.add(detached.file());
      } else if (key.get().verifies(message, detached.signature)) {
        signers.add(key.get().fingerprint());
      } else {
        throw wrong(file, detached);
      }
    }
    if (signers.size() < threshold) {
      throw tooFew(file, signers.size(), ignored);
    }
    return new Accepted(Set.copyOf(signers), List.copyOf(ignored));
  }

  private Optional<TrustedKey> byLabel(String label) {
    return keys.values().stream()
        .filter(key -> key.fingerprint().label().equals(label))
        .findFirst();
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

  private ToolException tooFew(String file, int found, List<String> ignored) {
    var others =
        ignored.isEmpty() ? "" : "; by keys not trusted here: " + String.join(", ", ignored);
    return new ToolException(
        Problem.of(
            BundleCode.SIGNATURES_MISSING,
            "Not signed by a trusted key",
            "checking the signatures over " + file,
            found + " of " + threshold + " trusted signatures" + others,
            "compare the key's fingerprint on paper with the trusted ones",
            "trusted here: " + String.join(", ", labels())));
  }

  private List<String> labels() {
    return keys.keySet().stream().map(Fingerprint::label).sorted().toList();
  }
}

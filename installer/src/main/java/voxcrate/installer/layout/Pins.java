package voxcrate.installer.layout;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Digest;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.json.Json;

/// Whom an installation trusts. The keys themselves lie beside it, one file each; which of those
/// files count is said here alone, so that each change of trust is one write.
///
/// @param keys pinned ones
/// @param threshold how many of them must have signed
/// @param revokedKeys pinned once; what they sign counts for nothing, for ever
/// @param revokedBundles refused for ever
public record Pins(
    Set<Fingerprint> keys,
    int threshold,
    Set<Fingerprint> revokedKeys,
    Set<BundleId> revokedBundles) {
  /// Before the first install.
  public static final Pins NONE = new Pins(Set.of(), 1, Set.of(), Set.of());

  private static final String BUNDLE_PREFIX = "sha256:";

  public Pins {
    keys = Set.copyOf(keys);
    revokedKeys = Set.copyOf(revokedKeys);
    revokedBundles = Set.copyOf(revokedBundles);
  }

  public static Pins of(TrustedKeys trusted) {
    var keys = trusted.keys().stream().map(TrustedKey::fingerprint).collect(Collectors.toSet());
    return new Pins(keys, trusted.threshold(), Set.of(), Set.of());
  }

  /// Whether some bundle could be accepted at all.
  boolean canAccept() {
    return threshold >= 1 && threshold <= keys.size() && Collections.disjoint(keys, revokedKeys);
  }

  /// With one key more.
  public Pins adding(Fingerprint key, int newThreshold) {
    return new Pins(with(keys, key), newThreshold, revokedKeys, revokedBundles);
  }

  /// With one key less, which is revoked for ever.
  public Pins revoking(Fingerprint key) {
    var left = keys.stream().filter(other -> !other.equals(key)).collect(Collectors.toSet());
    return new Pins(left, threshold, with(revokedKeys, key), revokedBundles);
  }

  public Pins revoking(BundleId bundle) {
    return new Pins(keys, threshold, revokedKeys, with(revokedBundles, bundle));
  }

  private static <T> Set<T> with(Set<T> items, T item) {
    var more = new HashSet<>(items);
    more.add(item);
    return more;
  }

  /// How a revoked bundle is written, and how `inspect` and the log show it.
  public static String spelling(BundleId bundle) {
    return BUNDLE_PREFIX + bundle.manifest().hex();
  }

  /// Whether `text` names a bundle.
  public static boolean isBundle(String text) {
    return text.startsWith(BUNDLE_PREFIX) && Digest.isValid(text.substring(BUNDLE_PREFIX.length()));
  }

  public static BundleId bundle(String text) {
    return new BundleId(new Digest(text.substring(BUNDLE_PREFIX.length())));
  }

  Json document() {
    return Json.object()
        .put("keys", sorted(keys.stream().map(Fingerprint::toString)))
        .put("threshold", threshold)
        .put("revokedKeys", sorted(revokedKeys.stream().map(Fingerprint::toString)))
        .put("revokedBundles", sorted(revokedBundles.stream().map(Pins::spelling)))
        .build();
  }

  private static Json sorted(Stream<String> texts) {
    return Json.strings(texts.sorted().toList());
  }

  static Pins of(Json.Obj document) {
    return new Pins(
        fingerprints(texts(document, "keys")),
        Math.toIntExact(document.integer("threshold")),
        fingerprints(texts(document, "revokedKeys")),
        texts(document, "revokedBundles").stream().map(Pins::bundle).collect(Collectors.toSet()));
  }

  private static Collection<String> texts(Json.Obj document, String name) {
    return document.array(name).stream()
        .filter(Json.Str.class::isInstance)
        .map(text -> ((Json.Str) text).value())
        .toList();
  }

  private static Set<Fingerprint> fingerprints(Collection<String> texts) {
    return texts.stream().map(Fingerprint::parse).collect(Collectors.toSet());
  }
}

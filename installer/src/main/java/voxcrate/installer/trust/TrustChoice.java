package voxcrate.installer.trust;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import voxcrate.bundle.trust.TrustPolicy.Waiver;

/// Whom the operator trusts for a first install, and what is overridden.
///
/// @param keys fingerprints or files of keys; empty to believe the bootstrap's
/// @param threshold how many of them must have signed; all where nothing was said
/// @param waivers refusals that do not count this time
public record TrustChoice(List<String> keys, OptionalInt threshold, Set<Waiver> waivers) {
  public TrustChoice {
    keys = List.copyOf(keys);
    waivers = Set.copyOf(waivers);
  }
}

package voxcrate.installer.trust;

import java.util.List;
import java.util.OptionalInt;

/// Whom the operator trusts for a first install.
///
/// @param keys fingerprints or files of keys; empty to believe the bootstrap's
/// @param threshold how many of them must have signed; all where nothing was said
public record TrustChoice(List<String> keys, OptionalInt threshold) {
  public TrustChoice {
    keys = List.copyOf(keys);
  }
}

package voxcrate.bundler.build;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a bundle rules about itself and older ones.
///
/// @param minSequence bundles below are refused wherever this one has been installed
/// @param notAfter when new installs of it stop; null for never
public record Validity(long minSequence, @Nullable Instant notAfter) {
  public static final Validity UNLIMITED = new Validity(0, null);
}

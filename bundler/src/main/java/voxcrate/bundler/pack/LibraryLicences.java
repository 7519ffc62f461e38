package voxcrate.bundler.pack;

import java.util.Map;
import java.util.TreeMap;

/// Licences of the libraries that travel, by the beginning of the jar's name (SPDX identifiers).
final class LibraryLicences {
  private static final String UNKNOWN = "NOASSERTION";

  private static final Map<String, String> BY_NAME =
      new TreeMap<>(
          Map.of(
              "bundles-", "Apache-2.0",
              "installer-", "Apache-2.0",
              "engine-", "Apache-2.0",
              "picocli-", "Apache-2.0",
              "jackson-core-", "Apache-2.0",
              "jspecify-", "Apache-2.0",
              "onnxruntime", "MIT"));

  private LibraryLicences() {}

  static String of(String jar) {
    return BY_NAME.entrySet().stream()
        .filter(entry -> jar.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(UNKNOWN);
  }
}

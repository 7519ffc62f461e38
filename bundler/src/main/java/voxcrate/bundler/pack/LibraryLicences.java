package voxcrate.bundler.pack;

import java.util.Map;
import java.util.TreeMap;

/// Licences of the libraries that travel, by the beginning of the jar's name (SPDX identifiers).
final class LibraryLicences {
  private static final String UNKNOWN = "NOASSERTION";

  private static final Map<String, String> BY_NAME =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("bundles-", "Apache-2.0"),
              Map.entry("installer-", "Apache-2.0"),
              Map.entry("engine-", "Apache-2.0"),
              Map.entry("picocli-", "Apache-2.0"),
              Map.entry("jackson-core-", "Apache-2.0"),
              Map.entry("jspecify-", "Apache-2.0"),
              Map.entry("onnxruntime", "MIT"),
              Map.entry("jlayer-", "LGPL-2.0-or-later"),
              Map.entry("jorbis-", "LGPL-2.0-or-later"),
              Map.entry("concentus-", "BSD-3-Clause"),
              Map.entry("javasound-aac-", "LicenseRef-Public-Domain OR Apache-2.0")));

  private LibraryLicences() {}

  static String of(String jar) {
    return BY_NAME.entrySet().stream()
        .filter(entry -> jar.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(UNKNOWN);
  }
}

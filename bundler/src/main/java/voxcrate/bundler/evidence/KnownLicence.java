package voxcrate.bundler.evidence;

import java.util.Optional;

/// A licence whose text travels with every bundle that holds something under it.
///
enum KnownLicence {
  APACHE(
      "Apache-2.0", "Apache License 2.0", "https://www.apache.org/licenses/LICENSE-2.0", "LICENSE"),
  CC_BY(
      "CC-BY-4.0",
      "Creative Commons Attribution 4.0 International",
      "https://creativecommons.org/licenses/by/4.0/",
      "CC-BY-4.0.txt"),
  MIT("MIT", "MIT License", "https://opensource.org/license/mit", "MIT.txt"),
  BSD(
      "BSD-3-Clause",
      "BSD 3-Clause License, Concentus",
      "https://opensource.org/license/bsd-3-clause",
      "concentus.txt"),
  LGPL(
      "LGPL-2.1",
      "GNU Lesser General Public License 2.1",
      "https://www.gnu.org/licenses/old-licenses/lgpl-2.1",
      "LGPL-2.1.txt");

  private final String id;
  private final String title;
  private final String address;
  private final String file;

  KnownLicence(String id, String title, String address, String file) {
    this.id = id;
    this.title = title;
    this.address = address;
    this.file = file;
  }

  static Optional<KnownLicence> of(String id) {
    return java.util.Arrays.stream(values()).filter(known -> known.id.equals(id)).findFirst();
  }

  String id() {
    return id;
  }

  String title() {
    return title;
  }

  String address() {
    return address;
  }

  String text() {
    return Resource.text("licences/" + file);
  }
}

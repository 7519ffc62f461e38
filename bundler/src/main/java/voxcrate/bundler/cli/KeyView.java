package voxcrate.bundler.cli;

import java.nio.file.Path;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.cli.Console;
import voxcrate.json.Json;

/// Shows a public key as people compare it: in hexadecimal digits for paper, in words for the
/// telephone.
record KeyView(Path file, TrustedKey key) {
  private static final int WORDS_A_LINE = 8;

  void print(Console console) {
    var fingerprint = key.fingerprint();
    console.print("Public key   " + file);
    console.print("Kind         " + key.algorithm().title());
    console.print("Fingerprint  " + fingerprint.grouped());
    var words = fingerprint.words();
    for (int i = 0; i < words.size(); i += WORDS_A_LINE) {
      var line = String.join(" ", words.subList(i, i + WORDS_A_LINE));
      console.print((i == 0 ? "In words     " : "             ") + line);
    }
  }

  Json.Builder document() {
    return Json.object()
        .put("public", file.toString())
        .put("algorithm", key.algorithm().id())
        .put("fingerprint", key.fingerprint().toString())
        .put("words", Json.strings(key.fingerprint().words()));
  }
}

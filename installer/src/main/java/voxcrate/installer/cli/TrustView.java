package voxcrate.installer.cli;

import java.util.stream.Stream;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.cli.Console;
import voxcrate.installer.install.TrustKeeping.Outcome;
import voxcrate.installer.install.TrustKeeping.Trusted;
import voxcrate.installer.layout.Pins;
import voxcrate.json.Json;

/// Shows whom an installation trusts.
record TrustView(Console console) {
  private static final int WORDS_A_LINE = 8;

  void show(Trusted trusted) {
    var pins = trusted.pins();
    console.print(
        pins.threshold() + " of " + pins.keys().size() + " trusted keys must sign a bundle");
    trusted.keys().forEach(this::show);
    revokedKeys(pins).forEach(key -> console.print("\nrevoked key     " + key));
    revokedBundles(pins).forEach(bundle -> console.print("\nrevoked bundle  " + bundle));
    console.result(document(trusted).build());
  }

  /// In digits for paper, in words for the telephone.
  void show(TrustedKey key) {
    var fingerprint = key.fingerprint();
    console.print("\nkey " + fingerprint.label() + "  " + key.algorithm().title());
    console.print("  " + fingerprint.grouped());
    var words = fingerprint.words();
    for (int i = 0; i < words.size(); i += WORDS_A_LINE) {
      console.print("  " + String.join(" ", words.subList(i, i + WORDS_A_LINE)));
    }
  }

  /// @param done what was done, in the past tense
  void show(Outcome outcome, String done) {
    console.print(outcome.changed() ? done : "It was so already: nothing was changed");
    var pins = outcome.trusted().pins();
    console.print(
        "From now on "
            + pins.threshold()
            + " of "
            + pins.keys().size()
            + " trusted keys must sign a bundle");
    console.result(
        document(outcome.trusted())
            .put("changed", outcome.changed())
            .put("touched", Json.strings(outcome.touched()))
            .build());
  }

  private static Json.Builder document(Trusted trusted) {
    return Json.object()
        .put("threshold", trusted.pins().threshold())
        .put("keys", trusted.keys().stream().map(TrustView::document).collect(Json.toArray()))
        .put("revokedKeys", Json.strings(revokedKeys(trusted.pins()).toList()))
        .put("revokedBundles", Json.strings(revokedBundles(trusted.pins()).toList()));
  }

  private static Json document(TrustedKey key) {
    return Json.object()
        .put("fingerprint", key.fingerprint().toString())
        .put("algorithm", key.algorithm().id())
        .put("words", Json.strings(key.fingerprint().words()))
        .build();
  }

  private static Stream<String> revokedKeys(Pins pins) {
    return pins.revokedKeys().stream().map(Fingerprint::toString).sorted();
  }

  private static Stream<String> revokedBundles(Pins pins) {
    return pins.revokedBundles().stream().map(Pins::spelling).sorted();
  }
}

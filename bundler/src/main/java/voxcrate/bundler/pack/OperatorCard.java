package voxcrate.bundler.pack;

import java.util.List;
import java.util.stream.Stream;
import voxcrate.bundle.Digest;
import voxcrate.bundle.trust.TrustedKey;

/// What the operator takes along on paper: three lines to type on the airgapped machine, with the
/// digest that proves the bootstrap. The medium carries the same text with blanks, because digests
/// that come with the bytes prove nothing.
public final class OperatorCard {
  private static final int GROUP = 4;
  private static final String BLANK = "____";

  private OperatorCard() {}

  /// For paper, to be kept away from the medium.
  public static String forPaper(
      String bundle, Digest bootstrap, Digest manifest, List<TrustedKey> keys) {
    var text = new StringBuilder(lines(bundle, grouped(bootstrap.hex())));
    text.append("\nFor the record\n").append(record("bundle.json", manifest));
    for (var key : keys) {
      var fingerprint = key.fingerprint();
      text.append(record("key " + fingerprint.label(), fingerprint.digest()));
    }
    text.append("\nPrint this. Do not put it on the medium.\n");
    return text.toString();
  }

  /// For the medium.
  public static String withBlanks(String bundle) {
    return lines(bundle, grouped(BLANK.repeat(Digest.of("").hex().length() / GROUP)))
        + "\nFill in the digest from the card that came on paper. A digest that came with the"
        + "\nmedium proves nothing."
        + "\n\nEvery error code, command and page: docs.html, in any browser.\n";
  }

  /// `printf %s` joins its arguments, so the digits are typed as they stand, in groups.
  private static String lines(String bundle, List<String> digest) {
    return """
    Voxcrate: operator's card for %1$s

    First install, on the airgapped machine. Type:

    1  cp /media/STICK/%1$s/%2$s .

    2  (printf %%s %3$s \\
                  %4$s; echo "  %2$s") | sha256sum -c

       It must say:  %2$s: OK
       If it does not, stop: the medium is not what was sent.

    3  tar xf %2$s && ./voxcrate-installer install /media/STICK/%1$s

    The archive carries the keys to trust, so the installer checks everything else
    by itself. Later bundles need no paper: the keys are kept.
    """
        .formatted(bundle, BootstrapArchive.NAME, digest.getFirst(), digest.getLast());
  }

  /// Digits in groups of four, in two lines.
  private static List<String> grouped(String digits) {
    int half = digits.length() / 2;
    return Stream.of(digits.substring(0, half), digits.substring(half))
        .map(line -> line.replaceAll(".{" + GROUP + "}(?=.)", "$0 "))
        .toList();
  }

  private static String record(String name, Digest digest) {
    return "\n  " + name + "\n     " + String.join("\n     ", grouped(digest.hex())) + "\n";
  }
}

package voxcrate.bundler.pack;

import java.util.List;
import voxcrate.bundle.Digest;
import voxcrate.bundle.trust.TrustedKey;

/// What the operator takes along on paper: three lines to type on the airgapped machine, with the
/// digest that proves the bootstrap. The medium carries the same text with blanks, because digests
/// that come with the bytes prove nothing.
public final class OperatorCard {
  private static final int GROUP = 4;
  private static final int GROUPS_A_LINE = 8;
  private static final String BLANK = "____";

  private OperatorCard() {}

  /// For paper, to be kept away from the medium.
  public static String forPaper(
      String bundle, Digest bootstrap, Digest manifest, List<TrustedKey> keys) {
    var text = new StringBuilder(lines(bundle, grouped(bootstrap.hex())));
    text.append("\nFor the record\n\n");
    text.append("  bundle.json\n").append(indented(grouped(manifest.hex())));
    for (var key : keys) {
      text.append("\n  key ").append(key.fingerprint().label()).append('\n');
      text.append(indented(grouped(key.fingerprint().digest().hex())));
    }
    text.append("\nPrint this. Do not put it on the medium.\n");
    return text.toString();
  }

  /// For the medium.
  public static String withBlanks(String bundle) {
    return lines(bundle, grouped(BLANK.repeat(Digest.of("").hex().length() / GROUP)))
        + "\nFill in the digest from the card that came on paper. A digest that came with the"
        + "\nmedium proves nothing.\n";
  }

  private static String lines(String bundle, String digest) {
    return """
    Voxcrate: operator's card for %1$s

    First install, on the airgapped machine. Type:

    1  cp /media/STICK/%1$s/%2$s .

    2  echo "$(echo '
    %3$s   ' | tr -d ' \\n')  %2$s" | sha256sum -c

       It must say:  %2$s: OK
       If it does not, stop: the medium is not what was sent.

    3  tar xf %2$s && ./voxcrate-installer install /media/STICK/%1$s

    The archive carries the keys to trust, so the installer checks everything else
    by itself. Later bundles need no paper: the keys are kept.
    """
        .formatted(bundle, BootstrapArchive.NAME, indented(digest));
  }

  /// Digits in groups of four, eight groups a line.
  private static String grouped(String digits) {
    int columns = GROUP * GROUPS_A_LINE;
    var text = new StringBuilder();
    for (int at = 0; at < digits.length(); at += columns) {
      var line = digits.substring(at, Math.min(at + columns, digits.length()));
      text.append(line.replaceAll(".{" + GROUP + "}(?=.)", "$0 ")).append('\n');
    }
    return text.toString();
  }

  private static String indented(String lines) {
    return lines.lines().map(line -> "     " + line + "\n").reduce("", String::concat);
  }
}

package voxcrate.bundler.pack;

import java.util.List;
import java.util.stream.Collectors;
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
  ///
  /// @param keys that have signed
  /// @param awaited keys of others, who have to sign the finished bundle
  public static String forPaper(
      String bundle,
      Digest bootstrap,
      Digest manifest,
      List<TrustedKey> keys,
      List<TrustedKey> awaited) {
    var text = new StringBuilder(lines(bundle, grouped(bootstrap.hex())));
    text.append(secondSignature(bundle, awaited));
    text.append("\nFor the record\n").append(record("bundle.json", manifest));
    for (var key : keys) {
      text.append(record("key " + key.fingerprint().label(), key.fingerprint().digest()));
    }
    for (var key : awaited) {
      var label = key.fingerprint().label();
      text.append(record("key " + label + ", signs later", key.fingerprint().digest()));
    }
    text.append("\nPrint this. Do not put it on the medium.\n");
    return text.toString();
  }

  /// For the medium.
  public static String withBlanks(String bundle, List<TrustedKey> awaited) {
    return lines(bundle, grouped(BLANK.repeat(Digest.of("").hex().length() / GROUP)))
        + secondSignature(bundle, awaited)
        + "\nFill in the digest from the card that came on paper. A digest that came with the"
        + "\nmedium proves nothing."
        + "\n\nEvery error code, command and page: docs.html, in any browser.\n";
  }

  /// For paper: how to look at a machine that has nothing yet.
  ///
  /// @param folder on the medium
  public static String forProbe(String folder, Digest bootstrap) {
    return probe(folder, grouped(bootstrap.hex())) + "\nPrint this. Do not put it on the medium.\n";
  }

  /// The same for the medium.
  public static String forProbeWithBlanks(String folder) {
    return probe(folder, grouped(BLANK.repeat(Digest.of("").hex().length() / GROUP)))
        + "\nFill in the digest from the card that came on paper. A digest that came with the"
        + "\nmedium proves nothing.\n";
  }

  private static String probe(String folder, List<String> digest) {
    return """
    Voxcrate: card for looking at a machine

    On the airgapped machine. Nothing is installed. Type:

    1  cp /media/STICK/%1$s/%2$s .

    2  (printf %%s %3$s \\
                  %4$s; echo "  %2$s") | sha256sum -c

       It must say:  %2$s: OK
       If it does not, stop: the medium is not what was sent.

    3  tar xf %2$s && ./voxcrate-installer probe --out profile.json

    4  less profile.json
       It names no person, machine or folder. Carry it to whoever builds the bundle:

       voxcrate-bundler build --target profile.json --out /media/STICK
    """
        .formatted(folder, BootstrapArchive.NAME, digest.getFirst(), digest.getLast());
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

       If it says "Permission denied", no program may be started from this folder
       (noexec). Do the three lines in another one, such as /opt/setup, and add
       --prefix /opt/voxcrate to the third.

    The archive carries the keys to trust, so the installer checks everything else
    by itself. Later bundles need no paper: the keys are kept. To check with openssl,
    or when a key is lost or stolen: docs.html, "Keys and first trust".
    """
        .formatted(bundle, BootstrapArchive.NAME, digest.getFirst(), digest.getLast());
  }

  /// The two-person rule, where the bundle is under it.
  private static String secondSignature(String bundle, List<TrustedKey> awaited) {
    if (awaited.isEmpty()) {
      return "";
    }
    var keys =
        awaited.stream()
            .map(key -> "   key " + key.fingerprint().label() + "\n")
            .collect(Collectors.joining());
    return """

    Two-person rule: the installer refuses this bundle until it has been countersigned.
    Before it crosses the gap, on the connected side, the holder of

    %s
    compares the builder's key with the one on paper, and types:

       voxcrate-bundler sign %s --key OWN.key --trust BUILDER.pem
    """
        .formatted(keys, bundle);
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

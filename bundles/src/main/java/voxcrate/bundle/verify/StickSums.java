package voxcrate.bundle.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.Digest;
import voxcrate.bundle.volume.BundleFolder;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// `SHA256SUMS`: the digest of every file of the folder but the signatures and itself, in the form
/// that `sha256sum -c` reads.
///
/// @param digests by file name
record StickSums(Map<String, Digest> digests) {
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{64})  ([a-z0-9][a-z0-9._-]{0,63})");

  StickSums {
    digests = Map.copyOf(digests);
  }

  /// Parses verified bytes and compares the names with those in the folder.
  static StickSums of(byte[] verified, BundleFolder folder) {
    var digests = new TreeMap<String, Digest>();
    new String(verified, UTF_8)
        .lines()
        .forEach(
            line -> {
              var matcher = LINE.matcher(line);
              if (!matcher.matches()
                  || digests.put(matcher.group(2), new Digest(matcher.group(1))) != null) {
                throw differs("a line of another form, or a file listed twice");
              }
            });
    if (!Arrays.equals(verified, text(digests).getBytes(UTF_8))) {
      throw differs("lines in another order, or with another end");
    }
    var listed = new TreeSet<>(digests.keySet());
    var present = new TreeSet<>(folder.names());
    present.removeIf(
        name -> name.equals(BundleFolder.SUMS) || name.endsWith(BundleFolder.SIGNATURE_SUFFIX));
    for (var name : present) {
      if (!listed.contains(name)) {
        throw differs(name + " lies in the folder and is not listed");
      }
    }
    for (var name : listed) {
      if (!present.contains(name)) {
        throw new ToolException(
            Problem.of(
                BundleCode.FILE_MISSING,
                "A file of the bundle is missing",
                "comparing " + BundleFolder.SUMS + " with " + folder.path(),
                name + " is not there",
                "copy " + name + " from the connected machine again"));
      }
    }
    return new StickSums(digests);
  }

  /// In the form that `sha256sum -c` reads, sorted by name.
  private static String text(SortedMap<String, Digest> digests) {
    var text = new StringBuilder();
    digests.forEach(
        (name, digest) -> text.append(digest.hex()).append("  ").append(name).append('\n'));
    return text.toString();
  }

  /// The listed digest of a file must be `actual`.
  void require(String name, Digest actual) {
    var listed = digests.get(name);
    if (listed == null) {
      throw differs(name + " is not listed");
    }
    if (!actual.equals(listed)) {
      throw changed(name, listed, actual);
    }
  }

  static ToolException changed(String name, Digest expected, Digest actual) {
    return new ToolException(
        Problem.of(
                BundleCode.DIGEST_DIFFERS,
                "A file of the bundle was changed",
                "comparing " + name + " with what was signed",
                actual.toString(),
                "copy " + name + " from the connected machine again",
                "if it happens twice, use another medium")
            .expecting(expected.toString()));
  }

  private static ToolException differs(String found) {
    return new ToolException(
        Problem.of(
            BundleCode.SUMS_DIFFER,
            "The folder is not what " + BundleFolder.SUMS + " lists",
            "reading " + BundleFolder.SUMS,
            found,
            "remove what does not belong to the bundle, or copy the bundle into an empty folder"));
  }
}

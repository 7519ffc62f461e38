package voxcrate.bundler.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.bundle.trust.TrustedKeys.Detached;
import voxcrate.bundle.verify.EntrySink;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.bundle.volume.BundleFolder;
import voxcrate.files.Durable;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Adds one key's signatures to a bundle that is there: two files more, and no byte changed.
///
/// Nothing is signed that was not verified, and what is signed are the very bytes that were: a
/// medium which changes meanwhile ends up with signatures that fit nothing.
public final class Countersigning {
  private final Path folder;
  private final TrustedKeys trusted;
  private final ProgressListener progress;

  /// @param trusted the keys that must have signed already
  public Countersigning(Path folder, TrustedKeys trusted, ProgressListener progress) {
    this.folder = folder;
    this.trusted = trusted;
    this.progress = progress;
  }

  /// A bundle that carries the key's signatures.
  ///
  /// @param added names of the files that were not there before; none where the key had signed
  public record Countersigned(OpenedBundle bundle, TrustedKey key, List<String> added) {}

  /// A file and what a signature over it is made of.
  private static final class Unsigned {
    private final String name;
    private final byte[] message;

    Unsigned(String name, byte[] message) {
      this.name = name;
      this.message = message;
    }

    String name() {
      return name;
    }
  }

  /// @throws ToolException when the bundle is not whole, or cannot be written to; it is as before
  ///     then
  public Countersigned sign(SigningKey key) throws IOException {
    var bundle = OpenedBundle.open(folder, trusted);
    bundle.read(EntrySink.DISCARD, progress);
    var unsigned = unsigned(bundle, key.verifyingKey());
    if (!unsigned.isEmpty()) {
      add(unsigned, key);
    }
    var added = unsigned.stream().map(Unsigned::name).toList();
    return new Countersigned(bundle, key.verifyingKey(), added);
  }

  /// What the key has not signed yet; a run that was killed may have left one of the two.
  private List<Unsigned> unsigned(OpenedBundle bundle, TrustedKey key) {
    var files = BundleFolder.list(folder);
    var unsigned = new ArrayList<Unsigned>();
    for (var part :
        List.of(
            new Unsigned(BundleFolder.SUMS, bundle.sumsBytes()),
            new Unsigned(Manifest.FILE_NAME, bundle.manifestBytes()))) {
      var label = key.fingerprint().label();
      var name = BundleFolder.signatureName(part.name(), label);
      if (files.names().contains(name)) {
        var there = new Detached(name, label, files.readSignature(name));
        new TrustedKeys(List.of(key), 1).check(part.name(), part.message, List.of(there));
      } else {
        unsigned.add(new Unsigned(name, part.message));
      }
    }
    return unsigned;
  }

  /// Written aside and then renamed: a run that is cut short leaves no file half-written, and none
  /// of a foreign name in the folder, which would spoil it.
  private void add(List<Unsigned> unsigned, SigningKey key) {
    var aside = aside();
    try {
      Durable.deleteTree(aside);
      Files.createDirectory(aside);
      try {
        for (var part : unsigned) {
          Durable.write(aside.resolve(part.name()), key.sign(part.message), "rw-r--r--");
        }
        moveIn(unsigned, aside, key);
      } finally {
        Durable.deleteTree(aside);
      }
    } catch (IOException e) {
      throw notSigned(e);
    }
  }

  private void moveIn(List<Unsigned> unsigned, Path aside, SigningKey key) throws IOException {
    boolean done = false;
    try {
      for (var part : unsigned) {
        Durable.move(aside.resolve(part.name()), folder.resolve(part.name()));
      }
      OpenedBundle.open(folder, new TrustedKeys(List.of(key.verifyingKey()), 1));
      done = true;
    } finally {
      if (!done) {
        for (var part : unsigned) {
          Files.deleteIfExists(folder.resolve(part.name()));
        }
      }
    }
  }

  /// On the same file system, as the folder's neighbour.
  private Path aside() {
    var real = folder.toAbsolutePath().normalize();
    return real.resolveSibling("." + Objects.requireNonNull(real.getFileName()) + ".signing");
  }

  private ToolException notSigned(IOException failure) {
    return new ToolException(
        Problem.of(
            SigningCode.NOT_SIGNED,
            "The signatures could not be written",
            "adding signatures to " + folder,
            failure.getClass().getSimpleName() + ": " + failure.getMessage(),
            "check that the folder and the one above it can be written, and have room: df -h",
            "or copy the bundle to this machine, sign the copy, and bring its two new .sig files"),
        failure);
  }
}

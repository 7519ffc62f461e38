package voxcrate.bundle;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `bundle.json`: what a bundle holds, byte for byte. Its signature is the only one that carries
/// weight; everything else is checked against it.
///
/// @param version for people
/// @param sequence orders bundles; the guard against going back
/// @param minSequence bundles below are refused once this one has been seen
/// @param notAfter when new installs stop; null where the bundle never expires
/// @param entries in the order of their paths
public record Manifest(
    String product,
    String channel,
    String version,
    long sequence,
    long minSequence,
    Instant created,
    @Nullable Instant notAfter,
    Platform platform,
    Requirements requires,
    Payload payload,
    List<Component> components,
    List<Entry> entries) {

  /// The file's name in the bundle's folder.
  public static final String FILE_NAME = "bundle.json";

  public static final String PRODUCT = "voxcrate";

  /// The only channel there is so far.
  public static final String CHANNEL = "stable";

  public Manifest {
    Objects.requireNonNull(product);
    Objects.requireNonNull(created);
    components = List.copyOf(components);
    entries = List.copyOf(entries);
  }

  /// The component whose folder holds `path` most closely; the launchers lie in none.
  public Optional<Component> componentOf(RelativePath path) {
    return components.stream()
        .filter(component -> path.value().startsWith(component.root().value() + "/"))
        .max(Comparator.comparingInt(component -> component.root().value().length()));
  }

  public Optional<Instant> expiry() {
    return Optional.ofNullable(notAfter);
  }

  /// The machine a bundle is for, in the words of `uname`: `linux`, `x86_64`.
  public record Platform(String os, String arch) {
    public static final Platform LINUX_X64 = new Platform("linux", "x86_64");
  }

  /// What the target must have.
  ///
  /// @param installer lowest version of the installer that understands the bundle
  /// @param bytes disk space of the laid-out release
  /// @param inodes files and folders of the laid-out release
  public record Requirements(String installer, long bytes, long inodes) {}

  /// The payload tar, cut twice: into chunks that are hashed, and into volumes that fit the medium.
  ///
  /// @param size of the whole tar stream
  /// @param chunkSize of every chunk but the last
  public record Payload(long size, long chunkSize, StickFile chunks, List<StickFile> volumes) {
    /// Name of the file with the chunks' digests.
    public static final String CHUNKS_NAME = "chunks.bin";

    public Payload {
      volumes = List.copyOf(volumes);
    }

    /// @param number from 0
    public static String volumeName(int number) {
      return String.format(Locale.ROOT, "vol-%03d.tar.part", number);
    }

    public long chunkCount() {
      return Math.ceilDiv(size, chunkSize);
    }
  }

  /// A file beside the manifest, with its size and digest.
  public record StickFile(String name, long size, Digest digest) {}

  /// One installable part, as evidence for people and for `inspect`.
  ///
  /// @param id such as `runtime` or `model:pyannote/segmentation-3.0`
  /// @param root folder of its files in the release
  /// @param revision the hub's commit; null where there is none
  /// @param gated whether the hub asks for terms to be accepted
  public record Component(
      String id, RelativePath root, @Nullable String revision, String licence, boolean gated) {

    /// The revision, or nothing.
    public String revisionText() {
      return revision == null ? "" : revision;
    }
  }

  /// A file of the release.
  ///
  /// @param offset of its first content byte in the payload tar; for an entry whose content was
  ///     carried before, the offset of that content
  /// @param same whether an earlier entry carries the content
  public record Entry(
      RelativePath path, Mode mode, long size, Digest digest, long offset, boolean same) {}

  /// The two permissions that a bundle knows.
  public enum Mode {
    FILE("0644"),
    EXECUTABLE("0755");

    private final String octal;

    Mode(String octal) {
      this.octal = octal;
    }

    public String octal() {
      return octal;
    }

    public static Optional<Mode> of(String octal) {
      return java.util.Arrays.stream(values()).filter(mode -> mode.octal.equals(octal)).findFirst();
    }
  }
}

package voxcrate.installer.status;

import static voxcrate.installer.status.InstalledRelease.Role.CURRENT;
import static voxcrate.installer.status.InstalledRelease.Role.PREVIOUS;
import static voxcrate.installer.status.InstalledRelease.Role.SPARE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.format.ManifestCodec;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.InstallState;
import voxcrate.installer.status.InstalledRelease.Origin;
import voxcrate.installer.status.InstalledRelease.Role;
import voxcrate.json.JsonException;
import voxcrate.problem.ToolException;

/// The releases on the disk, as they are there; works without the installation's memory too.
public final class Inventory {
  private static final Pattern SIGNATURE = Pattern.compile("bundle\\.json\\.([0-9a-f]{12})\\.sig");
  private static final String CURRENT_TARGET = "releases";

  private final InstallLayout layout;
  private final Memory memory;
  private final Optional<InstallState> state;

  private Inventory(InstallLayout layout, Memory memory) {
    this.layout = layout;
    this.memory = memory;
    this.state =
        switch (memory) {
          case Memory.Known(var known) -> Optional.of(known);
          case Memory.Empty _, Memory.Damaged _ -> Optional.empty();
        };
  }

  /// The one in use first.
  public static List<InstalledRelease> of(InstallLayout layout, Memory memory) throws IOException {
    return new Inventory(layout, memory).releases();
  }

  private List<InstalledRelease> releases() throws IOException {
    var current = current(layout, memory).orElse(null);
    var found = new ArrayList<InstalledRelease>();
    for (var folder : folders(layout.releases())) {
      found.add(release(String.valueOf(folder.getFileName()), current));
    }
    found.sort(Comparator.comparing(InstalledRelease::role).thenComparing(InstalledRelease::name));
    return found;
  }

  /// The release in use: the one that is remembered as good; where the memory is damaged, the one
  /// that is linked.
  public static Optional<String> current(InstallLayout layout, Memory memory) throws IOException {
    return switch (memory) {
      case Memory.Known(var known) -> Optional.ofNullable(known.current());
      case Memory.Empty _ -> Optional.empty();
      case Memory.Damaged _ -> linked(layout);
    };
  }

  /// The release that `current` points to, whatever the memory says.
  public static Optional<String> linked(InstallLayout layout) throws IOException {
    if (!Files.isSymbolicLink(layout.current())) {
      return Optional.empty();
    }
    var target = Files.readSymbolicLink(layout.current());
    return target.getNameCount() == 2 && target.startsWith(CURRENT_TARGET)
        ? Optional.of(target.getName(1).toString())
        : Optional.empty();
  }

  private InstalledRelease release(String name, @Nullable String current) throws IOException {
    var manifest = manifest(name);
    return new InstalledRelease(
        name,
        role(name, current),
        manifest.flatMap(this::origin),
        signers(name, manifest),
        Occupied.ownBytes(layout.release(name)));
  }

  private Role role(String name, @Nullable String current) {
    if (name.equals(current)) {
      return CURRENT;
    }
    return state.filter(known -> name.equals(known.previous())).isPresent() ? PREVIOUS : SPARE;
  }

  private Optional<byte[]> manifest(String release) throws IOException {
    var file = layout.evidence(release).resolve(Manifest.FILE_NAME);
    return Files.isReadable(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  private Optional<Origin> origin(byte[] manifest) {
    try {
      var id = BundleId.of(manifest);
      boolean revoked =
          state.filter(known -> known.pins().revokedBundles().contains(id)).isPresent();
      return Optional.of(new Origin(ManifestCodec.read(manifest), id, revoked));
    } catch (JsonException | IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private List<SignerMark> signers(String release, Optional<byte[]> manifest) throws IOException {
    var marks = new ArrayList<SignerMark>();
    for (var file : files(layout.evidence(release))) {
      var name = SIGNATURE.matcher(String.valueOf(file.getFileName()));
      if (name.matches() && manifest.isPresent()) {
        marks.add(mark(name.group(1), manifest.get(), Files.readAllBytes(file)));
      }
    }
    return marks;
  }

  private SignerMark mark(String label, byte[] manifest, byte[] signature) throws IOException {
    var key = key(label);
    if (key.isEmpty()) {
      return new SignerMark.Unknown(label);
    }
    var fingerprint = key.get().fingerprint();
    boolean revoked =
        state.filter(known -> known.pins().revokedKeys().contains(fingerprint)).isPresent();
    return key.get().verifies(manifest, signature)
        ? new SignerMark.Verified(fingerprint, revoked)
        : new SignerMark.Broken(label);
  }

  private Optional<TrustedKey> key(String label) throws IOException {
    var file = layout.trust().resolve(label + ".pem");
    try {
      return Files.isReadable(file)
          ? Optional.of(TrustedKey.inFile(file))
              .filter(key -> key.fingerprint().label().equals(label))
          : Optional.empty();
    } catch (ToolException e) {
      // A file that holds no key vouches for nothing.
      return Optional.empty();
    }
  }

  private static List<Path> folders(Path folder) throws IOException {
    return files(folder).stream()
        .filter(child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))
        .filter(child -> !String.valueOf(child.getFileName()).startsWith("."))
        .toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !Files.isReadable(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}

package voxcrate.bundler.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.bundle.trust.TrustedKeys.Accepted;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.bundle.verify.UnverifiedManifest;
import voxcrate.bundle.volume.BundleFolder;
import voxcrate.bundler.evidence.Sbom;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

/// What a bundle says of itself, and whether anybody vouches for it.
///
/// @param signers empty where no signature was checked
/// @param parts the list for tools; empty where no signed digest proves it, or there is none
record Inspection(
    Manifest manifest, BundleId id, Optional<Accepted> signers, Optional<Parts> parts) {
  private static final long MAX_LIST_BYTES = 64L << 20;

  /// A summary of `sbom.cdx.json`.
  ///
  /// @param kinds how many parts of each kind
  record Parts(String format, String serialNumber, SortedMap<String, Integer> kinds) {
    static Parts of(Json.Obj list) {
      var kinds = new TreeMap<String, Integer>();
      list.objects("components").forEach(part -> kinds.merge(part.text("type"), 1, Integer::sum));
      return new Parts(
          list.text("bomFormat") + " " + list.text("specVersion"),
          list.text("serialNumber"),
          kinds);
    }

    Json document() {
      var counted = Json.object();
      kinds.forEach((kind, number) -> counted.put(kind, number));
      return Json.object()
          .put("file", Sbom.NAME)
          .put("format", format)
          .put("serialNumber", serialNumber)
          .put("parts", counted.build())
          .build();
    }
  }

  /// Verifies first, then looks.
  ///
  /// @throws voxcrate.problem.ToolException when a signature or a digest is wrong
  static Inspection verified(Path folder, TrustedKeys keys) {
    var bundle = OpenedBundle.open(folder, keys);
    return new Inspection(
        bundle.manifest(), bundle.id(), Optional.of(bundle.signers()), parts(folder, bundle));
  }

  /// Takes the bundle at its word.
  static Inspection unverified(Path folder) {
    var bytes = UnverifiedManifest.read(folder);
    return new Inspection(
        UnverifiedManifest.parse(bytes), BundleId.of(bytes), Optional.empty(), Optional.empty());
  }

  private static Optional<Parts> parts(Path folder, OpenedBundle bundle) {
    var files = BundleFolder.list(folder);
    if (!files.names().contains(Sbom.NAME)) {
      return Optional.empty();
    }
    var bytes = files.read(Sbom.NAME, MAX_LIST_BYTES);
    bundle.requireListed(Sbom.NAME, Digest.of(bytes));
    try {
      return Optional.of(Parts.of(JsonReader.readObject(bytes)));
    } catch (JsonException _) {
      // Signed, and of a form that a later version may have.
      return Optional.empty();
    }
  }

  String releaseName() {
    return id.releaseName(manifest.sequence());
  }
}

package voxcrate.bundle.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.Manifest.Payload;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.bundle.RelativePath;

/// What must hold between the members of a manifest, beyond the form of each. One message a rule.
public final class ManifestRules {
  public static final int MAX_ENTRIES = 200_000;
  private static final int MAX_VOLUMES = 10_000;
  private static final int MAX_COMPONENTS = 10_000;
  private static final int MAX_TEXT_BYTES = 1024;
  // A reader holds some chunks, and all their digests, beside the manifest: together they stay
  // below 256 MiB.
  private static final long MAX_CHUNK = 16L << 20;
  private static final int CHUNK_DIGEST_BYTES = 32;
  private static final long MAX_CHUNK_DIGESTS = 16L << 20;
  private static final String PART = "(\\d{1,9}|[A-Za-z][0-9A-Za-z]{0,30})";
  private static final Pattern VERSION = Pattern.compile(PART + "([.+-]" + PART + "){0,7}");
  private static final Pattern STICK_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  private final Manifest manifest;

  private ManifestRules(Manifest manifest) {
    this.manifest = manifest;
  }

  /// The first rule that is broken, in words; empty when all hold.
  public static Optional<String> defect(Manifest manifest) {
    var rules = new ManifestRules(manifest);
    return rules
        .numbers()
        .or(rules::texts)
        .or(rules::components)
        .or(rules::volumes)
        .or(rules::paths)
        .or(rules::contents)
        .or(rules::layout)
        .or(rules::requirements);
  }

  /// Whether `name` can be a file's name in a bundle's folder.
  public static boolean isStickName(String name) {
    return STICK_NAME.matcher(name).matches();
  }

  private Optional<String> numbers() {
    var payload = manifest.payload();
    if (manifest.sequence() < 1 || manifest.minSequence() < 0) {
      return Optional.of("sequence numbers are positive");
    }
    if (manifest.minSequence() > manifest.sequence()) {
      return Optional.of("minSequence is above sequence");
    }
    long created = manifest.created().getEpochSecond();
    if (created < 0 || created > TarHeader.MAX_SECONDS) {
      return Optional.of("created is not between 1970 and 2242");
    }
    if (payload.chunkSize() < 512 || payload.chunkSize() > MAX_CHUNK) {
      return Optional.of("chunkSize is not between 512 and " + MAX_CHUNK);
    }
    if (payload.size() < 1) {
      return Optional.of("the payload is empty");
    }
    if (manifest.entries().size() > MAX_ENTRIES) {
      return Optional.of("more than " + MAX_ENTRIES + " entries");
    }
    if (payload.chunks().size() != payload.chunkCount() * CHUNK_DIGEST_BYTES) {
      return Optional.of("chunks.size is not 32 bytes a chunk");
    }
    if (payload.chunks().size() > MAX_CHUNK_DIGESTS) {
      return Optional.of("more than " + MAX_CHUNK_DIGESTS + " bytes of chunk digests");
    }
    return Optional.empty();
  }

  /// Texts are shown to people, in terminals and pages.
  private Optional<String> texts() {
    var platform = manifest.platform();
    var single =
        Stream.of(
            manifest.product(),
            manifest.channel(),
            manifest.version(),
            platform.os(),
            platform.arch());
    var ofComponents =
        manifest.components().stream()
            .flatMap(part -> Stream.of(part.id(), part.licence(), part.revisionText()));
    return Stream.concat(single, ofComponents).allMatch(ManifestRules::isPlain)
        ? Optional.empty()
        : Optional.of(
            "a text is longer than "
                + MAX_TEXT_BYTES
                + " bytes or has a control, invisible or unassigned character");
  }

  private static boolean isPlain(String text) {
    return text.getBytes(UTF_8).length <= MAX_TEXT_BYTES
        && text.codePoints().noneMatch(RelativePath::isInvisible);
  }

  private Optional<String> components() {
    var components = manifest.components();
    if (components.size() > MAX_COMPONENTS) {
      return Optional.of("more than " + MAX_COMPONENTS + " components");
    }
    for (int i = 1; i < components.size(); i++) {
      if (components.get(i - 1).id().compareTo(components.get(i).id()) > 0) {
        return Optional.of("components are not in the order of their ids");
      }
    }
    return Optional.empty();
  }

  private Optional<String> volumes() {
    var payload = manifest.payload();
    if (!payload.chunks().name().equals(Payload.CHUNKS_NAME)) {
      return Optional.of("the chunk digests' name is not " + Payload.CHUNKS_NAME);
    }
    if (payload.volumes().isEmpty() || payload.volumes().size() > MAX_VOLUMES) {
      return Optional.of("not between 1 and " + MAX_VOLUMES + " volumes");
    }
    for (int i = 0; i < payload.volumes().size(); i++) {
      if (!payload.volumes().get(i).name().equals(Payload.volumeName(i))) {
        return Optional.of(
            "the volumes' names are not " + Payload.volumeName(0) + " and following");
      }
    }
    return volumeSizes(payload.volumes());
  }

  private Optional<String> volumeSizes(List<StickFile> volumes) {
    long total = 0;
    for (var volume : volumes) {
      if (volume.size() < 1 || volume.size() > manifest.payload().size() - total) {
        return Optional.of("the volumes' sizes do not add up to the payload's");
      }
      total += volume.size();
    }
    if (total != manifest.payload().size()) {
      return Optional.of("the volumes' sizes do not add up to the payload's");
    }
    for (var volume : volumes.subList(0, volumes.size() - 1)) {
      if (volume.size() % manifest.payload().chunkSize() != 0) {
        return Optional.of("a chunk straddles two volumes");
      }
    }
    return Optional.empty();
  }

  private Optional<String> paths() {
    var folded = new HashSet<String>();
    Entry previous = null;
    for (var entry : manifest.entries()) {
      if (previous != null && previous.path().compareTo(entry.path()) >= 0) {
        return Optional.of("entries are not in the order of their paths, or a path comes twice");
      }
      if (!folded.add(entry.path().foldedCase())) {
        return Optional.of("two paths differ in case or form only");
      }
      previous = entry;
    }
    for (var path : folded) {
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        if (folded.contains(path.substring(0, slash))) {
          return Optional.of("a path is a file and a folder at once");
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> contents() {
    var carriers = new HashMap<Digest, Entry>();
    for (var entry : manifest.entries()) {
      if (entry.size() < 0) {
        return Optional.of("a size is negative");
      }
      var carrier = carriers.get(entry.digest());
      if (entry.same()) {
        if (carrier == null
            || carrier.size() != entry.size()
            || carrier.offset() != entry.offset()) {
          return Optional.of("an entry is the same as none before it");
        }
      } else if (carrier != null) {
        return Optional.of("one content is carried twice");
      } else {
        carriers.put(entry.digest(), entry);
      }
    }
    return Optional.empty();
  }

  private Optional<String> layout() {
    var layout = new PayloadLayout();
    for (var entry : manifest.entries()) {
      if (!entry.same() && layout.add(entry) != entry.offset()) {
        return Optional.of("an entry's offset is not where its content lies");
      }
    }
    return layout.size() == manifest.payload().size()
        ? Optional.empty()
        : Optional.of("the entries do not add up to the payload's size");
  }

  private Optional<String> requirements() {
    var requires = manifest.requires();
    if (!VERSION.matcher(requires.installer()).matches()) {
      return Optional.of(
          "requires.installer is not a version: numbers, of at most nine digits, with dots between"
              + " them");
    }
    return requires.bytes() < 0 || requires.inodes() < 0
        ? Optional.of("a requirement is negative")
        : Optional.empty();
  }
}

package voxcrate.bundle.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.Manifest.Payload;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.Manifest.Requirements;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.bundle.RelativePath;
import voxcrate.json.Json;
import voxcrate.json.JsonCursor;
import voxcrate.json.JsonException;
import voxcrate.json.JsonWriter;

/// `bundle.json` to and from [Manifest].
///
/// Reading assumes that the bytes have been verified. It accepts exactly what writing would
/// produce: the document is written again and compared, which refuses every other spelling, order,
/// duplicate and trailing byte at once; unknown and missing members are refused by name. Whoever
/// signed may be hostile all the same: beside the document's bytes and the manifest itself nothing
/// that grows with them lies in memory.
public final class ManifestCodec {
  static final String TYPE = "voxcrate-bundle/1";
  private static final String DIGEST = "sha256";
  private static final String ENTRIES = "entries";
  private static final Set<String> MEMBERS =
      Set.of(
          "_type",
          "product",
          "channel",
          "version",
          "sequence",
          "minSequence",
          "created",
          "platform",
          "requires",
          "digest",
          "payload",
          "base",
          "components",
          ENTRIES);
  private static final Set<String> OPTIONAL = Set.of("notAfter");
  private static final Set<String> ENTRY = Set.of("path", "mode", "size", "digest", "offset");
  private static final Set<String> ENTRY_OPTIONAL = Set.of("same");
  // An object and its members.
  private static final int VALUES_OF_AN_ENTRY = 7;
  // The volumes, or the components, of the largest manifest.
  private static final int VALUES_OF_A_MEMBER = 100_000;
  // Instant also writes years of more digits.
  private static final int TIME_CHARACTERS = "2026-11-21T00:00:00Z".length();

  private static final Pattern PLAIN_NAME = Pattern.compile("\\w{1,40}");

  private ManifestCodec() {}

  public static byte[] write(Manifest manifest) {
    var out = new ByteArrayOutputStream();
    write(manifest, out::writeBytes);
    return out.toByteArray();
  }

  /// Piece by piece. The entries lie between the members that RFC 8785 sorts before and after them.
  private static void write(Manifest manifest, Consumer<byte[]> out) {
    var before = JsonWriter.canonical(membersBefore(manifest));
    var after = JsonWriter.canonical(membersAfter(manifest));
    out.accept(Arrays.copyOf(before, before.length - 1));
    out.accept((",\"" + ENTRIES + "\":[").getBytes(UTF_8));
    var separator = new byte[0];
    for (var entry : manifest.entries()) {
      out.accept(separator);
      out.accept(JsonWriter.canonical(entry(entry)));
      separator = new byte[] {','};
    }
    out.accept("],".getBytes(UTF_8));
    out.accept(Arrays.copyOfRange(after, 1, after.length));
  }

  private static Json membersBefore(Manifest manifest) {
    return Json.object()
        .put("_type", TYPE)
        .put("base", Json.NULL)
        .put("channel", manifest.channel())
        .put(
            "components",
            manifest.components().stream().map(ManifestCodec::component).collect(Json.toArray()))
        .put("created", manifest.created().toString())
        .put("digest", DIGEST)
        .build();
  }

  private static Json membersAfter(Manifest manifest) {
    return Json.object()
        .put("minSequence", manifest.minSequence())
        .putIfPresent("notAfter", manifest.expiry().map(Instant::toString).map(Json::of))
        .put("payload", payload(manifest.payload()))
        .put("platform", platform(manifest.platform()))
        .put("product", manifest.product())
        .put("requires", requirements(manifest.requires()))
        .put("sequence", manifest.sequence())
        .put("version", manifest.version())
        .build();
  }

  /// @throws JsonException when the document is not the canonical form of a manifest of this format
  public static Manifest read(byte[] document) {
    var members = new LinkedHashMap<String, Json>();
    var entries = new ArrayList<Entry>();
    try (var cursor = JsonCursor.of(document)) {
      for (var name = cursor.next(); name.isPresent(); name = cursor.next()) {
        if (name.get().equals(ENTRIES)) {
          members.put(ENTRIES, Json.NULL);
          cursor.items(
              ManifestRules.MAX_ENTRIES,
              VALUES_OF_AN_ENTRY,
              item -> entries.add(readEntry(object(item, ENTRIES))));
        } else {
          member(members, name.get(), cursor);
        }
      }
    }
    var manifest = manifest(new Json.Obj(members), entries);
    var comparison = new Comparison(document);
    write(manifest, comparison);
    if (!comparison.isSame()) {
      throw new JsonException("not canonical JSON");
    }
    return manifest;
  }

  /// The type comes first, and says whether the other members can be understood.
  private static void member(Map<String, Json> members, String name, JsonCursor cursor) {
    if (members.isEmpty() != name.equals("_type")) {
      throw new JsonException("not a " + TYPE + " in canonical JSON");
    }
    if (!MEMBERS.contains(name) && !OPTIONAL.contains(name)) {
      throw unknown(name);
    }
    var value = cursor.value(VALUES_OF_A_MEMBER);
    if (members.isEmpty() && !value.equals(Json.of(TYPE))) {
      throw new JsonException("not a " + TYPE);
    }
    members.put(name, value);
  }

  /// Compares what is written with `document`, of which there is no second copy then.
  private static final class Comparison implements Consumer<byte[]> {
    private final byte[] document;
    private int at;
    private boolean same = true;

    Comparison(byte[] document) {
      this.document = document;
    }

    @Override
    public void accept(byte[] piece) {
      same =
          same
              && piece.length <= document.length - at
              && Arrays.equals(document, at, at + piece.length, piece, 0, piece.length);
      at += same ? piece.length : 0;
    }

    boolean isSame() {
      return same && at == document.length;
    }
  }

  private static Manifest manifest(Json.Obj json, List<Entry> entries) {
    only(json, MEMBERS, OPTIONAL);
    if (!json.text("digest").equals(DIGEST)) {
      throw new JsonException("digest is not " + DIGEST);
    }
    if (!(json.get("base") instanceof Json.Null)) {
      throw new JsonException("base is not null: delta bundles are of a later format");
    }
    return new Manifest(
        json.text("product"),
        json.text("channel"),
        json.text("version"),
        json.integer("sequence"),
        json.integer("minSequence"),
        instant(json.text("created")),
        json.members().containsKey("notAfter") ? instant(json.text("notAfter")) : null,
        readPlatform(json.object("platform")),
        readRequirements(json.object("requires")),
        readPayload(json.object("payload")),
        objects(json, "components").stream().map(ManifestCodec::readComponent).toList(),
        entries);
  }

  private static Json platform(Platform platform) {
    return Json.object().put("os", platform.os()).put("arch", platform.arch()).build();
  }

  private static Platform readPlatform(Json.Obj json) {
    only(json, Set.of("os", "arch"), Set.of());
    return new Platform(json.text("os"), json.text("arch"));
  }

  private static Json requirements(Requirements requires) {
    return Json.object()
        .put("installer", requires.installer())
        .put("bytes", requires.bytes())
        .put("inodes", requires.inodes())
        .build();
  }

  private static Requirements readRequirements(Json.Obj json) {
    only(json, Set.of("installer", "bytes", "inodes"), Set.of());
    return new Requirements(json.text("installer"), json.integer("bytes"), json.integer("inodes"));
  }

  private static Json payload(Payload payload) {
    return Json.object()
        .put("size", payload.size())
        .put("chunkSize", payload.chunkSize())
        .put("chunks", stickFile(payload.chunks()))
        .put(
            "volumes",
            payload.volumes().stream().map(ManifestCodec::stickFile).collect(Json.toArray()))
        .build();
  }

  private static Payload readPayload(Json.Obj json) {
    only(json, Set.of("size", "chunkSize", "chunks", "volumes"), Set.of());
    return new Payload(
        json.integer("size"),
        json.integer("chunkSize"),
        readStickFile(json.object("chunks")),
        objects(json, "volumes").stream().map(ManifestCodec::readStickFile).toList());
  }

  private static Json stickFile(StickFile file) {
    return Json.object()
        .put("name", file.name())
        .put("size", file.size())
        .put("digest", file.digest().hex())
        .build();
  }

  private static StickFile readStickFile(Json.Obj json) {
    only(json, Set.of("name", "size", "digest"), Set.of());
    return new StickFile(json.text("name"), json.integer("size"), digest(json));
  }

  private static Json component(Component component) {
    return Json.object()
        .put("id", component.id())
        .put("root", component.root().value())
        .putIfPresent("revision", Optional.ofNullable(component.revision()).map(Json::of))
        .put("license", component.licence())
        .put("gated", component.gated())
        .build();
  }

  private static Component readComponent(Json.Obj json) {
    only(json, Set.of("id", "root", "license", "gated"), Set.of("revision"));
    @Nullable String revision =
        json.members().containsKey("revision") ? json.text("revision") : null;
    return new Component(
        json.text("id"), path(json, "root"), revision, json.text("license"), json.flag("gated"));
  }

  private static Json entry(Entry entry) {
    return Json.object()
        .put("path", entry.path().value())
        .put("mode", entry.mode().octal())
        .put("size", entry.size())
        .put("digest", entry.digest().hex())
        .put("offset", entry.offset())
        .putIfPresent("same", entry.same() ? Optional.of(Json.of(true)) : Optional.empty())
        .build();
  }

  private static Entry readEntry(Json.Obj json) {
    only(json, ENTRY, ENTRY_OPTIONAL);
    boolean same = json.members().containsKey("same");
    if (same && !json.flag("same")) {
      throw new JsonException("member 'same' is true or absent");
    }
    return new Entry(
        path(json, "path"),
        Mode.of(json.text("mode"))
            .orElseThrow(() -> new JsonException("mode is neither 0644 nor 0755")),
        json.integer("size"),
        digest(json),
        json.integer("offset"),
        same);
  }

  private static Digest digest(Json.Obj json) {
    try {
      return new Digest(json.text("digest"));
    } catch (IllegalArgumentException e) {
      throw new JsonException("member 'digest' is not 64 lowercase hexadecimal digits", e);
    }
  }

  private static RelativePath path(Json.Obj json, String name) {
    try {
      return new RelativePath(json.text(name));
    } catch (IllegalArgumentException e) {
      throw new JsonException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Instant instant(String text) {
    try {
      var instant = Instant.parse(text);
      if (text.length() == TIME_CHARACTERS
          && instant.toString().equals(text)
          && instant.equals(instant.truncatedTo(ChronoUnit.SECONDS))) {
        return instant;
      }
    } catch (java.time.format.DateTimeParseException e) {
      throw new JsonException("not a time: " + text.length() + " characters", e);
    }
    throw new JsonException("a time is written as 2026-11-21T00:00:00Z");
  }

  private static List<Json.Obj> objects(Json.Obj json, String name) {
    return json.array(name).stream().map(item -> object(item, name)).toList();
  }

  private static Json.Obj object(Json item, String list) {
    if (item instanceof Json.Obj object) {
      return object;
    }
    throw new JsonException("member '" + list + "' holds something that is no object");
  }

  private static void only(Json.Obj json, Set<String> required, Set<String> optional) {
    int found = 0;
    for (var name : json.members().keySet()) {
      if (required.contains(name)) {
        found++;
      } else if (!optional.contains(name)) {
        throw unknown(name);
      }
    }
    if (found < required.size()) {
      var missing = new TreeSet<>(required);
      missing.removeAll(json.members().keySet());
      throw new JsonException("member '" + missing.first() + "' is missing");
    }
  }

  /// A name that nobody has looked at is quoted only where it can do no harm.
  private static JsonException unknown(String name) {
    return new JsonException(
        PLAIN_NAME.matcher(name).matches() ? "unknown member '" + name + "'" : "unknown member");
  }
}

package voxcrate.installer.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.archive.BundleContent.InText;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;

/// A second writer and signer of bundles, from docs/bundle-format.md alone: what it writes shares
/// no code with the product. Every step can be bent, and what follows from it is right again: that
/// is how a careless or hostile builder with a trusted key works.
public final class ForeignBundle {
  public static final Instant CREATED = Instant.parse("2026-11-20T00:00:00Z");
  private static final int CHUNK = 4096;
  private static final int CHUNKS_IN_VOLUME = 3;
  private static final KeyPair KEY = newKey();

  private final List<Item> items = new ArrayList<>();
  private UnaryOperator<byte[]> payload = bytes -> bytes;
  private Consumer<Map<String, Object>> manifest = _ -> {};
  private UnaryOperator<String> text = written -> written;
  private UnaryOperator<String> sums = written -> written;

  /// A file of the release.
  static final class Item {
    String path;
    String mode;
    byte[] content;

    Item(String path, String mode, String content) {
      this.path = path;
      this.mode = mode;
      this.content = content.getBytes(UTF_8);
    }
  }

  public ForeignBundle() {
    file("bin/voxcrate", "0755", "#!/bin/sh\nexit 0\n");
    file("bin/voxcrate-installer", "0755", "#!/bin/sh\nexit 0 # of the installer\n");
    file("docs/a.txt", "0644", "a".repeat(600));
    file("models/torch/x/model.onnx", "0644", "weights ".repeat(4000));
  }

  private static KeyPair newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp384r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public ForeignBundle file(String path, String mode, String content) {
    items.add(new Item(path, mode, content));
    return this;
  }

  /// The files so far, as the product's writer takes them.
  List<ReleaseFile> files() {
    return items.stream()
        .map(
            item ->
                new ReleaseFile(
                    new RelativePath(item.path),
                    Mode.of(item.mode).orElseThrow(),
                    new InText(new String(item.content, UTF_8))))
        .toList();
  }

  /// SHA-256 of a file's content, in hex.
  String digest(String path) {
    return items.stream()
        .filter(item -> item.path.equals(path))
        .map(item -> sha256(item.content))
        .findFirst()
        .orElseThrow();
  }

  /// Bends the tar; all digests are those of what results.
  public ForeignBundle payload(UnaryOperator<byte[]> change) {
    payload = change;
    return this;
  }

  /// Bends the manifest's members before they are written.
  public ForeignBundle manifest(Consumer<Map<String, Object>> change) {
    manifest = change;
    return this;
  }

  /// Bends the manifest's text before it is signed.
  public ForeignBundle text(UnaryOperator<String> change) {
    text = change;
    return this;
  }

  /// Bends `SHA256SUMS` before it is signed.
  public ForeignBundle sums(UnaryOperator<String> change) {
    sums = change;
    return this;
  }

  /// Writes and signs it all.
  public Path writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    var entries = new ArrayList<Object>();
    var tar = payload.apply(tar(entries));
    var digests = new TreeMap<String, String>();
    var volumes = volumes(folder, tar, digests);
    var chunks = chunkDigests(tar);
    put(folder, "chunks.bin", chunks, digests);
    var members = members(tar, chunks, volumes, entries);
    manifest.accept(members);
    put(folder, "bundle.json", text.apply(json(members)).getBytes(UTF_8), digests);
    put(folder, "read-me-first.txt", "for people".getBytes(UTF_8), digests);
    var list = new StringBuilder();
    digests.forEach((name, digest) -> list.append(digest).append("  ").append(name).append('\n'));
    Files.writeString(folder.resolve("SHA256SUMS"), sums.apply(list.toString()));
    sign(folder.resolve("bundle.json"));
    sign(folder.resolve("SHA256SUMS"));
    return folder;
  }

  private byte[] tar(List<Object> entries) {
    var tar = new Tar(CREATED.getEpochSecond());
    var carried = new TreeMap<String, Long>();
    items.sort(Comparator.comparing(item -> item.path.getBytes(UTF_8), Arrays::compareUnsigned));
    for (var item : items) {
      var digest = sha256(item.content);
      var entry = new TreeMap<String, @Nullable Object>();
      if (carried.containsKey(digest)) {
        entry.put("same", true);
      } else {
        carried.put(digest, tar.add(item.path, item.mode, item.content));
      }
      entry.put("path", item.path);
      entry.put("mode", item.mode);
      entry.put("size", (long) item.content.length);
      entry.put("digest", digest);
      entry.put("offset", carried.get(digest));
      entries.add(entry);
    }
    return tar.finished();
  }

  private static List<Object> volumes(Path folder, byte[] tar, Map<String, String> digests)
      throws IOException {
    var volumes = new ArrayList<Object>();
    int size = CHUNK * CHUNKS_IN_VOLUME;
    for (int start = 0; start < tar.length; start += size) {
      var name = String.format(Locale.ROOT, "vol-%03d.tar.part", volumes.size());
      var bytes = Arrays.copyOfRange(tar, start, Math.min(tar.length, start + size));
      put(folder, name, bytes, digests);
      volumes.add(stickFile(name, bytes));
    }
    return volumes;
  }

  private static Map<String, Object> stickFile(String name, byte[] bytes) {
    return new TreeMap<>(
        Map.of("name", name, "size", (long) bytes.length, "digest", sha256(bytes)));
  }

  private static byte[] chunkDigests(byte[] tar) {
    var digests = new ByteArrayOutputStream();
    for (int start = 0; start < tar.length; start += CHUNK) {
      var chunk = Arrays.copyOfRange(tar, start, Math.min(tar.length, start + CHUNK));
      digests.writeBytes(HexFormat.of().parseHex(sha256(chunk)));
    }
    return digests.toByteArray();
  }

  private static Map<String, Object> members(
      byte[] tar, byte[] chunks, List<Object> volumes, List<Object> entries) {
    var members = new TreeMap<String, Object>();
    members.put("_type", "voxcrate-bundle/1");
    members.put("product", "voxcrate");
    members.put("channel", "stable");
    members.put("version", "1.0.0");
    members.put("sequence", 7L);
    members.put("minSequence", 0L);
    members.put("created", CREATED.toString());
    members.put("platform", new TreeMap<>(Map.of("os", "linux", "arch", "x86_64")));
    members.put(
        "requires", new TreeMap<>(Map.of("installer", "0", "bytes", 100_000L, "inodes", 100L)));
    members.put("digest", "sha256");
    members.put(
        "payload",
        new TreeMap<>(
            Map.of(
                "size",
                (long) tar.length,
                "chunkSize",
                (long) CHUNK,
                "chunks",
                stickFile("chunks.bin", chunks),
                "volumes",
                volumes)));
    members.put("base", Null.NULL);
    members.put("components", new ArrayList<>());
    members.put("entries", entries);
    return members;
  }

  /// JSON's null, which no map of ours may hold.
  enum Null {
    NULL
  }

  /// RFC 8785 for what a manifest can hold; members are sorted by the maps.
  static String json(Object value) {
    return switch (value) {
      case Null _ -> "null";
      case String string -> quoted(string);
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> quoted(entry.getKey().toString()) + ":" + json(entry.getValue()))
              .collect(java.util.stream.Collectors.joining(",", "{", "}"));
      case List<?> list ->
          list.stream()
              .map(ForeignBundle::json)
              .collect(java.util.stream.Collectors.joining(",", "[", "]"));
      case Object number -> number.toString();
    };
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  private static void put(Path folder, String name, byte[] bytes, Map<String, String> digests)
      throws IOException {
    Files.write(folder.resolve(name), bytes);
    digests.put(name, sha256(bytes));
  }

  private static void sign(Path file) throws IOException {
    Files.write(
        file.resolveSibling(file.getFileName() + "." + label() + ".sig"),
        signature(Files.readAllBytes(file)));
  }

  static byte[] signature(byte[] message) {
    try {
      var signer = Signature.getInstance("SHA384withECDSA");
      signer.initSign(KEY.getPrivate());
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// The first twelve digits of the key's fingerprint.
  public static String label() {
    return sha256(KEY.getPublic().getEncoded()).substring(0, 12);
  }

  /// The public key as OpenSSL writes it.
  public static String pem() {
    var base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(KEY.getPublic().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}

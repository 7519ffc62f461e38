package voxcrate.installer.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.archive.BundleContent.InText;
import voxcrate.bundle.archive.BundleSource;
import voxcrate.bundle.archive.BundleSource.SideFile;
import voxcrate.bundle.archive.BundleWriter;
import voxcrate.bundle.archive.VolumeLimit;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.installer.InstallerRun;
import voxcrate.installer.Tree;
import voxcrate.progress.ProgressListener;

/// Bundles by another writer: the good one installs, so the format's page is enough to write one;
/// each hostile one is signed by the trusted key, has one thing wrong, and leaves no trace.
final class ForeignBundleTest {
  private static final String MALFORMED = "VX-BUNDLE-005";
  private static final String CHANGED = "VX-BUNDLE-006";
  private static final String DIFFERS = "VX-BUNDLE-008";
  private static final String SUMS = "VX-BUNDLE-016";

  @TempDir Path folder;
  private Path home = Path.of("");
  private Path key = Path.of("");

  /// @param code of the refusal, exit status 5
  record Attack(String name, String code, Consumer<ForeignBundle> bend) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(home.resolve("canary"), "alive");
    key = Files.writeString(folder.resolve("release.pem"), ForeignBundle.pem());
  }

  private InstallerRun run(String verb, Path bundle) {
    return InstallerRun.of(
        verb, bundle, "--prefix", home.resolve("voxcrate"), "--trust", key, "--quiet");
  }

  private void assertRefused(Path bundle, String code) throws IOException {
    var before = Tree.of(folder);

    var run = run("install", bundle);

    assertThat(run.err()).contains(code);
    assertThat(run.status()).as(run.err()).isEqualTo(5);
    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void good_bundle_of_another_writer_installs() throws IOException {
    var bundle = new ForeignBundle().file("docs/b.txt", "0644", "a".repeat(600)).writeTo(stick());

    var verified = run("verify", bundle);
    var installed = run("install", bundle);

    assertThat(verified.status()).as(verified.err()).isZero();
    assertThat(installed.status()).as(installed.err()).isZero();
    assertThat(home.resolve("voxcrate/current/docs/b.txt")).hasContent("a".repeat(600));
  }

  @Test
  void both_writers_give_the_same_bytes() throws IOException {
    var foreign =
        new ForeignBundle()
            .file("docs/b.txt", "0644", "a".repeat(600))
            .file("docs/\u00fcber.md", "0644", "\u00fc")
            .file("docs/empty", "0644", "")
            .file("docs/" + "p".repeat(90) + "/" + "n".repeat(90), "0644", "split")
            .file("docs/" + "p".repeat(120) + "/" + "n".repeat(120), "0644", "extended");
    var source =
        new BundleSource(
            "1.0.0",
            7,
            0,
            ForeignBundle.CREATED,
            null,
            Platform.LINUX_X64,
            "0",
            List.of(),
            foreign.files(),
            List.of(new SideFile("read-me-first.txt", new InText("for people"))));
    var ours =
        new BundleWriter(
                new VolumeLimit(4096, 3), List.of(SigningKey.generate()), ProgressListener.SILENT)
            .write(source, folder.resolve("ours"));
    // What a target needs is for the writer to say.
    var needs = ours.manifest().requires();
    var requires =
        new TreeMap<String, Object>(
            Map.of("installer", "0", "bytes", needs.bytes(), "inodes", needs.inodes()));

    foreign.manifest(members -> members.put("requires", requires)).writeTo(stick());

    try (Stream<Path> files = Files.list(stick())) {
      for (var file : files.filter(file -> !file.toString().endsWith(".sig")).toList()) {
        assertThat(ours.folder().resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
  }

  private Path stick() {
    return folder.resolve("stick");
  }

  @ParameterizedTest
  @MethodSource({"paths", "modes", "manifests", "texts", "payloads", "lists"})
  void hostile_bundle_is_refused_without_a_trace(Attack attack) throws IOException {
    var bundle = new ForeignBundle();
    attack.bend.accept(bundle);

    assertRefused(bundle.writeTo(stick()), attack.code);
  }

  private static Attack path(String name, String path) {
    return new Attack("path: " + name, MALFORMED, bundle -> bundle.file(path, "0644", "x"));
  }

  static Stream<Attack> paths() {
    return Stream.of(
        path("parent", "../outside"),
        path("parent within", "docs/../../outside"),
        path("parent at the end", "docs/.."),
        path("absolute", "/etc/outside"),
        path("two slashes", "docs//x"),
        path("slash at the end", "docs/x/"),
        path("this folder", "./docs/x"),
        path("this folder within", "docs/./x"),
        path("empty", ""),
        path("backslash", "docs\\..\\x"),
        path("drive letter", "C:/x"),
        path("stream of a file", "docs/x:y"),
        path("device of Windows", "docs/nul"),
        path("device of Windows with an ending", "docs/com1.txt"),
        path("device of Windows in capitals", "docs/AUX"),
        path("blank at the end", "docs/x "),
        path("blank at the beginning", " docs/x"),
        path("dot at the end", "docs/x."),
        path("control character", "docs/\u0007x"),
        path("escape", "docs/\u001b[2Jx"),
        path("NUL", "docs/x\u0000y"),
        path("line break", "docs/x\ny"),
        path("override of direction", "docs/\u202etxt.exe"),
        path("isolate of direction", "docs/\u2066x"),
        path("zero width", "docs/\u200bx"),
        path("decomposed letter", "docs/u\u0308"),
        path("selector of a variation", "docs/x\ufe0f"),
        path("filler that is not seen", "docs/\u3164"),
        path("parent in wide dots", "docs/\uff0e\uff0e"),
        path("wide slash", "docs\uff0fx"),
        path("wide colon", "docs/x\uff1ay"),
        path("blank that does not break", "docs/x\u00a0"),
        path("device of Windows in wide letters", "docs/\uff43\uff4f\uff4e"),
        path("device of Windows, a blank and an ending", "docs/nul .txt"),
        path("long segment", "docs/" + "x".repeat(256)),
        path("twin in case", "DOCS/A.TXT"),
        path("twin in width", "docs/\uff41.txt"),
        new Attack(
            "path: twin in a sharp s",
            MALFORMED,
            bundle -> bundle.file("docs/\u00df", "0644", "x").file("docs/\u1e9e", "0644", "y")),
        path("file that is a folder", "docs/a.txt/x"),
        path("folder that is a file", "docs"));
  }

  static Stream<Attack> modes() {
    return Stream.of("4755", "2755", "1755", "0777", "0666", "0600", "0", "755", "0o755", "-755")
        .map(
            mode ->
                new Attack(
                    "mode " + mode,
                    MALFORMED,
                    bundle -> bundle.manifest(members -> entry(members, 0).put("mode", mode))));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(@Nullable Object value) {
    return (Map<String, Object>) requireNonNull(value);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(@Nullable Object value) {
    return (List<Object>) requireNonNull(value);
  }

  private static Map<String, Object> entry(Map<String, Object> members, int number) {
    return object(list(members.get("entries")).get(number));
  }

  private static Map<String, Object> payload(Map<String, Object> members) {
    return object(members.get("payload"));
  }

  private static Map<String, Object> volume(Map<String, Object> members, int number) {
    return object(list(payload(members).get("volumes")).get(number));
  }

  private static void requires(Map<String, Object> members, String installer) {
    object(members.get("requires")).put("installer", installer);
  }

  private static Map<String, Object> component(String id) {
    return new TreeMap<>(Map.of("id", id, "root", "docs", "license", "MIT", "gated", false));
  }

  private static Attack manifest(String name, Consumer<Map<String, Object>> change) {
    return new Attack("manifest: " + name, MALFORMED, bundle -> bundle.manifest(change));
  }

  static Stream<Attack> manifests() {
    return Stream.of(
        manifest("another type", members -> members.put("_type", "voxcrate-bundle/2")),
        manifest("unknown member", members -> members.put("extra", 1L)),
        manifest("member missing", members -> members.remove("channel")),
        manifest("sequence zero", members -> members.put("sequence", 0L)),
        manifest("sequence negative", members -> members.put("sequence", -1L)),
        manifest("floor above", members -> members.put("minSequence", 8L)),
        manifest("floor negative", members -> members.put("minSequence", -1L)),
        manifest("sequence as a text", members -> members.put("sequence", "7")),
        manifest("another digest", members -> members.put("digest", "md5")),
        manifest("a base", members -> members.put("base", new TreeMap<>())),
        manifest(
            "time that no tar can say", members -> members.put("created", "9999-01-01T00:00:00Z")),
        manifest(
            "time before all times", members -> members.put("created", "1969-12-31T23:59:59Z")),
        manifest("time of another form", members -> members.put("created", "2026-11-20")),
        manifest(
            "time with an offset", members -> members.put("created", "2026-11-20T00:00:00+00:00")),
        manifest(
            "an end of five digits", members -> members.put("notAfter", "+10000-01-01T00:00:00Z")),
        manifest("a version that steers terminals", members -> members.put("version", "\u001b[2J")),
        manifest("a version that is not seen", members -> members.put("version", "1\u202e")),
        manifest("a long version", members -> members.put("version", "1".repeat(1025))),
        manifest("a version of the installer that is none", members -> requires(members, "1..0")),
        manifest("an installer of ten digits", members -> requires(members, "9999999999")),
        manifest(
            "components in another order",
            members -> members.put("components", List.of(component("b"), component("a")))),
        manifest(
            "10,001 components",
            members ->
                members.put("components", java.util.Collections.nCopies(10_001, component("a")))),
        manifest(
            "a component that steers terminals",
            members -> members.put("components", List.of(component("\u001b[2J")))),
        manifest("payload smaller", members -> payload(members).put("size", 512L)),
        manifest("payload larger", members -> payload(members).put("size", 1L << 40)),
        manifest("payload of 2^53", members -> payload(members).put("size", 1L << 53)),
        manifest("chunks of nothing", members -> payload(members).put("chunkSize", 0L)),
        manifest("chunks below nothing", members -> payload(members).put("chunkSize", -4096L)),
        manifest(
            "chunks of 16 MiB and a byte",
            members -> payload(members).put("chunkSize", (16L << 20) + 1)),
        manifest("chunks of a terabyte", members -> payload(members).put("chunkSize", 1L << 40)),
        manifest("no volumes", members -> list(payload(members).get("volumes")).clear()),
        manifest(
            "a volume twice",
            members -> list(payload(members).get("volumes")).add(volume(members, 0))),
        manifest(
            "a volume under another name",
            members -> volume(members, 1).put("name", "vol-002.tar.part")),
        manifest(
            "digests of chunks under another name",
            members -> object(payload(members).get("chunks")).put("name", "read-me-first.txt")),
        manifest("a volume elsewhere", members -> volume(members, 0).put("name", "../x")),
        manifest("a volume with a bare link name", members -> volume(members, 0).put("name", "..")),
        manifest("a volume of nothing", members -> volume(members, 0).put("size", 0L)),
        manifest("a volume below nothing", members -> volume(members, 0).put("size", -1L)),
        manifest(
            "two sizes that add up by going round",
            members -> {
              volume(members, 0).put("size", Long.MAX_VALUE);
              volume(members, 1).put("size", 2L);
            }),
        manifest(
            "a chunk in two volumes",
            members -> {
              volume(members, 0).put("size", 12_288L - 512);
              volume(members, 1).put("size", 12_288L + 512);
            }),
        manifest(
            "another count of chunks",
            members -> object(payload(members).get("chunks")).put("size", 32L)),
        manifest(
            "entries in another order",
            members -> java.util.Collections.swap(list(members.get("entries")), 0, 1)),
        manifest(
            "an entry twice", members -> list(members.get("entries")).add(1, entry(members, 0))),
        manifest("an entry left out", members -> list(members.get("entries")).removeLast()),
        manifest("no entries", members -> list(members.get("entries")).clear()),
        manifest("an offset too far", members -> entry(members, 1).put("offset", 1L << 50)),
        manifest("an offset negative", members -> entry(members, 1).put("offset", -512L)),
        manifest("two entries in one place", members -> entry(members, 1).put("offset", 512L)),
        manifest("a size negative", members -> entry(members, 1).put("size", -1L)),
        manifest("a size of 2^53", members -> entry(members, 1).put("size", 1L << 53)),
        manifest("same as none", members -> entry(members, 1).put("same", true)),
        manifest("same that is false", members -> entry(members, 1).put("same", false)),
        manifest("a link", members -> entry(members, 1).put("link", "/etc/passwd")),
        manifest("a digest too short", members -> entry(members, 1).put("digest", "ab")),
        manifest(
            "a digest in capitals", members -> entry(members, 1).put("digest", "A".repeat(64))));
  }

  private static Attack text(String name, UnaryOperator<String> change) {
    return new Attack("text: " + name, MALFORMED, bundle -> bundle.text(change));
  }

  private static UnaryOperator<String> replaced(String old, String fresh) {
    return text -> {
      assertThat(text).contains(old);
      return text.replace(old, fresh);
    };
  }

  static Stream<Attack> texts() {
    return Stream.of(
        text("nothing", _ -> ""),
        text("a list", _ -> "[]"),
        text("byte order mark", text -> "\ufeff" + text),
        text("line break at the end", text -> text + "\n"),
        text("a second document", text -> text + text),
        text("a blank", replaced("\"base\":null", "\"base\": null")),
        text("a member twice", replaced("\"base\":null", "\"base\":null,\"base\":null")),
        text("not a number", replaced("\"sequence\":7", "\"sequence\":NaN")),
        text("an exponent", replaced("\"sequence\":7", "\"sequence\":7e0")),
        text("a fraction", replaced("\"sequence\":7", "\"sequence\":7.0")),
        text("minus zero", replaced("\"minSequence\":0", "\"minSequence\":-0")),
        text("a leading zero", replaced("\"sequence\":7", "\"sequence\":07")),
        text("2^63", replaced("\"sequence\":7", "\"sequence\":9223372036854775808")),
        text("an escape that is not needed", replaced("\"linux\"", "\"l\\u0069nux\"")),
        text("a lone surrogate", replaced("\"linux\"", "\"\\ud800\"")),
        text(
            "members in another order",
            replaced(
                "\"_type\":\"voxcrate-bundle/1\",\"base\":null",
                "\"base\":null,\"_type\":\"voxcrate-bundle/1\"")),
        text(
            "100,000 lists in each other",
            replaced("\"base\":null", "\"base\":" + "[".repeat(100_000) + "]".repeat(100_000))),
        text(
            "a million numbers",
            replaced("\"base\":null", "\"base\":[" + "0,".repeat(1_000_000) + "0]")),
        text(
            "a million entries of nothing",
            replaced("\"entries\":[", "\"entries\":[" + "{},".repeat(1_000_000))),
        text("an exponent of ten digits", replaced("\"sequence\":7", "\"sequence\":1e9999999999")),
        text(
            "a number of a billion digits", replaced("\"sequence\":7", "\"sequence\":1e999999999")),
        text("cut off", text -> text.substring(0, text.length() / 2)),
        text("a comment", replaced("\"base\":null", "\"base\":/**/null")));
  }

  /// Bends the header of the first member, at `offset`, and keeps its checksum right.
  private static Attack header(String name, int offset, String bytes) {
    return new Attack(
        "header: " + name,
        DIFFERS,
        bundle ->
            bundle.payload(
                tar -> {
                  var block = Arrays.copyOf(tar, 512);
                  var value = bytes.getBytes(UTF_8);
                  System.arraycopy(value, 0, block, offset, value.length);
                  System.arraycopy(Tar.summed(block), 0, tar, 0, 512);
                  return tar;
                }));
  }

  private static Attack payload(String name, String code, UnaryOperator<byte[]> change) {
    return new Attack("payload: " + name, code, bundle -> bundle.payload(change));
  }

  static Stream<Attack> payloads() {
    return Stream.of(
        header("a symbolic link", 156, "2/etc/passwd"),
        header("a hard link", 156, "1bin/voxcrate"),
        header("a character device", 156, "3"),
        header("a block device", 156, "4"),
        header("a folder", 156, "5"),
        header("a pipe", 156, "6"),
        header("a global header", 156, "g"),
        header("an extended header", 156, "x"),
        header("a long name of GNU", 156, "L"),
        header("a sparse file", 156, "S"),
        header("an old kind of file", 156, "\0"),
        header("an owner", 108, "0000001"),
        header("a group", 116, "0000001"),
        header("an owner's name", 265, "root"),
        header("set user id", 100, "0004755"),
        header("writable by all", 100, "0000777"),
        header("another name", 0, "../voxcrat"),
        header("another prefix", 345, "/etc"),
        header("another size", 124, "00000000777"),
        header("a size in base 256", 124, "\u007f"),
        header("another time", 136, "00000000000"),
        header("the magic of GNU", 257, "ustar  "),
        payload(
            "a wrong checksum",
            DIFFERS,
            tar -> {
              tar[148] ^= 1;
              return tar;
            }),
        payload(
            "something in the padding",
            DIFFERS,
            tar -> {
              tar[1023] = 1;
              return tar;
            }),
        payload(
            "something in the end",
            DIFFERS,
            tar -> {
              tar[tar.length - 1] = 1;
              return tar;
            }),
        payload(
            "a file behind the end",
            MALFORMED,
            tar -> joined(tar, new Tar(0).header("evil", "0644", 0))),
        payload("a second archive", MALFORMED, tar -> joined(tar, tar)),
        payload("no end", MALFORMED, tar -> Arrays.copyOf(tar, tar.length - 1024)),
        payload(
            "another content",
            DIFFERS,
            tar -> {
              tar[515] ^= 1;
              return tar;
            }));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(one);
    out.writeBytes(other);
    return out.toByteArray();
  }

  static Stream<Attack> lists() {
    return Stream.of(
        new Attack(
            "list: a file left out",
            SUMS,
            bundle -> bundle.sums(text -> text.replaceFirst(".*read-me-first.txt\n", ""))),
        new Attack(
            "list: a file twice",
            SUMS,
            bundle -> bundle.sums(text -> text + text.lines().findFirst().orElseThrow() + "\n")),
        new Attack(
            "list: a file elsewhere",
            SUMS,
            bundle -> bundle.sums(text -> text + "0".repeat(64) + "  ../outside\n")),
        new Attack(
            "list: a file that is not there",
            "VX-BUNDLE-007",
            bundle -> bundle.sums(text -> text + "0".repeat(64) + "  zzz.txt\n")),
        new Attack(
            "list: in another order",
            SUMS,
            bundle ->
                bundle.sums(text -> String.join("\n", text.lines().toList().reversed()) + "\n")),
        new Attack(
            "list: line ends of Windows",
            SUMS,
            bundle -> bundle.sums(text -> text.replace("\n", "\r\n"))),
        new Attack("list: no line end", SUMS, bundle -> bundle.sums(String::stripTrailing)),
        new Attack(
            "list: a binary mark",
            SUMS,
            bundle -> bundle.sums(text -> text.replace("  bundle.json", " *bundle.json"))),
        new Attack(
            "list: another manifest",
            CHANGED,
            bundle ->
                bundle.sums(
                    text ->
                        text.replaceFirst(".{64}  bundle.json", "0".repeat(64) + "  bundle.json"))),
        new Attack(
            "list: another volume",
            CHANGED,
            bundle ->
                bundle.sums(
                    text ->
                        text.replaceFirst(
                            ".{64}  vol-000.tar.part", "0".repeat(64) + "  vol-000.tar.part"))),
        new Attack("list: nothing", SUMS, bundle -> bundle.sums(_ -> "")),
        new Attack("list: no text", SUMS, bundle -> bundle.sums(_ -> "\u0000\u0001\n")));
  }

  @Test
  void verified_bytes_of_another_manifest_do_not_help() throws IOException {
    var bundle = new ForeignBundle().writeTo(stick());
    var other =
        new ForeignBundle()
            .manifest(members -> members.put("sequence", 8L))
            .writeTo(folder.resolve("other"));
    for (var name : List.of("bundle.json", "bundle.json." + ForeignBundle.label() + ".sig")) {
      Files.copy(
          other.resolve(name),
          bundle.resolve(name),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    assertRefused(bundle, CHANGED);
  }

  @Test
  void signature_of_another_file_is_wrong() throws IOException {
    var bundle = new ForeignBundle().writeTo(stick());
    var suffix = "." + ForeignBundle.label() + ".sig";
    Files.copy(
        bundle.resolve("SHA256SUMS" + suffix),
        bundle.resolve("bundle.json" + suffix),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertRefused(bundle, "VX-BUNDLE-003");
  }

  @Test
  void chunk_digests_of_three_gibibytes_are_refused_before_they_are_read() throws IOException {
    var bundle =
        new ForeignBundle()
            .manifest(
                members -> {
                  long chunks = 3L << 25;
                  payload(members).put("size", chunks * 4096);
                  object(payload(members).get("chunks")).put("size", chunks * 32);
                })
            .writeTo(stick());
    try (var file = new RandomAccessFile(bundle.resolve("chunks.bin").toFile(), "rw")) {
      file.setLength(3L << 30);
    }

    assertRefused(bundle, MALFORMED);
  }

  /// Whoever builds can sign anything: 24 MiB of it must not fill a heap of 96 MiB.
  @Test
  void manifest_that_would_fill_the_memory_is_refused() throws Exception {
    var bundle =
        new ForeignBundle()
            .text(replaced("\"base\":null", "\"base\":[" + "{},".repeat(8 << 20) + "0]"))
            .writeTo(stick());
    var command = InstallerRun.command("verify", bundle, "--prefix", home, "--trust", key);
    command.add(1, "-Xmx96m");

    var run = InstallerRun.process(command, Map.of());

    assertThat(run.err()).contains(MALFORMED).doesNotContain("OutOfMemory");
    assertThat(run.status()).isEqualTo(5);
  }

  @Test
  void manifest_of_a_gibibyte_is_refused_before_it_is_read() throws IOException {
    var bundle = new ForeignBundle().writeTo(stick());
    try (var file = new RandomAccessFile(bundle.resolve("bundle.json").toFile(), "rw")) {
      file.setLength(1L << 30);
    }

    assertRefused(bundle, "VX-BUNDLE-002");
  }

  @Test
  void hundred_signatures_are_refused_before_they_are_read() throws IOException {
    var bundle = new ForeignBundle().writeTo(stick());
    for (int i = 0; i < 100; i++) {
      Files.writeString(bundle.resolve("bundle.json." + "%012x".formatted(i) + ".sig"), "x");
    }

    assertRefused(bundle, MALFORMED);
  }
}

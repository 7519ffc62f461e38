package voxcrate.bundler.convert.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundler.convert.checkpoint.TestZip.Lies;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.problem.ToolException;

/// Attacks as data: each is refused with its reason.
class HostileNpzTest {
  private static final byte[] THREE = new byte[3 * Double.BYTES];
  private static final byte[] SOUND = TestNpy.doubles(new double[] {1, 2, 3}, 3);

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> headers_that_lie() {
    var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }";
    return Stream.of(
            array("an empty array", new byte[0], "begin like"),
            array(
                "another magic", "\u0093NUMPX\1\0".getBytes(StandardCharsets.ISO_8859_1), "begin"),
            array("a magic alone", "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1), "begin"),
            array("no length", Arrays.copyOf(SOUND, 9), "cut short"),
            array("half a header", Arrays.copyOf(SOUND, 40), "a header of"),
            array("version 0", TestNpy.file(0, 0, 57, header, THREE), "format 0.0"),
            array("version 4", TestNpy.file(4, 0, 57, header, THREE), "format 4.0"),
            array("version 1.1", TestNpy.file(1, 1, 57, header, THREE), "format 1.1"),
            array("a header of 4 GiB", TestNpy.file(2, 0, -1, header, THREE), "4294967295 bytes"),
            array(
                "a header beyond measure",
                TestNpy.file(2, 0, 60_000, " ".repeat(60_000), THREE),
                "60000 bytes"),
            text("no dictionary", "[1, 2]"),
            text("an expression", "__import__('os').system('true')"),
            text("a call in a value", header.replace("False", "bool(0)")),
            text("a call in the shape", header.replace("(3,)", "tuple([3])")),
            text("something behind", header + " or exit()"),
            text("a comment", header + " # comment"),
            text("two dictionaries", header + header),
            text("two lines", header.replace("'fortran", "\n'fortran")),
            text("a key twice", header.replace("}", "'shape': (3,), }")),
            text("a key too many", header.replace("}", "'more': (3,), }")),
            text("a key missing", "{'descr': '<f8', 'fortran_order': False, }"),
            text("a key as text", header.replace("False", "'False'")),
            text("a type without quotes", header.replace("'<f8'", "False")),
            text("a list of types", header.replace("'<f8'", "[('a', '<f8')]")),
            text("a shape that is a number", header.replace("(3,)", "(3)")),
            text("a shape with a hole", header.replace("(3,)", "(3,,)")),
            text("a negative length", header.replace("(3,)", "(-3,)")),
            text("a length beyond all", header.replace("(3,)", "(99999999999999999999,)")),
            text("a thousand axes", header.replace("(3,)", "(" + "1,".repeat(1000) + "3)")),
            text("thousands of axes", header.replace("(3,)", "(" + "1,".repeat(4900) + ")")),
            text("an old long", header.replace("(3,)", "(3L,)")),
            text("digits of another script", header.replace("(3,)", "(\u00b3,)")))
        .map(this::refused);
  }

  @TestFactory
  Stream<DynamicTest> numbers_that_do_not_fit() {
    var header = "{'descr': '<f8', 'fortran_order': False, 'shape': %s, }";
    return Stream.of(
            array("too few", TestNpy.file(header.formatted("(4,)"), THREE), "24 bytes"),
            array("too many", TestNpy.file(header.formatted("(2,)"), THREE), "24 bytes"),
            array("some behind none", TestNpy.file(header.formatted("(0,)"), THREE), "24 bytes"),
            array(
                "a product that overflows",
                TestNpy.file(header.formatted("(" + "65536, ".repeat(4) + "3)"), THREE),
                "24 bytes"),
            array(
                "a broken number",
                TestNpy.file(header.formatted("(3,)"), new byte[23]),
                "23 bytes"),
            array(
                "python objects",
                TestNpy.file(header.formatted("(3,)").replace("<f8", "|O"), THREE),
                "pickle"),
            array(
                "python objects by another name",
                TestNpy.file(header.formatted("(3,)").replace("<f8", "O8"), THREE),
                "pickle"),
            array(
                "big-endian",
                TestNpy.file(header.formatted("(3,)").replace("<f8", ">f8"), THREE),
                "big-endian"),
            array(
                "a type with control characters",
                TestNpy.file(header.formatted("(3,)").replace("<f8", "\u001b[2J"), THREE),
                "?[2J"))
        .map(this::refused);
  }

  @TestFactory
  Stream<DynamicTest> containers_that_lie() {
    var zeros = new byte[24 << 20];
    return Stream.of(
            container("an array twice", zip().entry("a.npy", SOUND), "twice"),
            container("a path upwards", zip().entry("../b.npy", SOUND), "unsafe"),
            container("an absolute path", zip().entry("/b.npy", SOUND), "unsafe"),
            container(
                "an encrypted array", zip().entry("b.npy", SOUND, Lies.flags(1)), "encrypted"),
            container(
                "another method", zip().entry("b.npy", SOUND, Lies.method(14)), "by method 14"),
            container(
                "a wrong checksum", new TestZip().entry("a.npy", SOUND, Lies.crc(1)), "checksum"),
            container(
                "a wrong checksum of a compressed array",
                new TestZip().deflated("a.npy", SOUND, Lies.crc(1)),
                "checksum"),
            container(
                "what is said to be compressed",
                new TestZip().entry("a.npy", SOUND, Lies.method(8)),
                "unpack"),
            container(
                "less than stated",
                new TestZip().deflated("a.npy", SOUND, Lies.size(5000)),
                "unpack"),
            container(
                "more than stated",
                new TestZip().deflated("a.npy", SOUND, Lies.size(50)),
                "unpack"),
            container(
                "a bomb that states little",
                new TestZip().deflated("a.npy", zeros, Lies.size(1000)),
                "unpack"),
            container(
                "two at one place",
                zip().entry("b.npy", SOUND, Lies.headerOffset(0)),
                "another name"),
            new Attack(
                "a bomb that states its size",
                new TestZip().deflated("a.npy", zeros, Lies.NONE).bytes(),
                ConvertCode.BROKEN_ARRAY,
                "more than"),
            new Attack(
                "a size of 4 GiB",
                new TestZip().deflated("a.npy", SOUND, Lies.size(0xfffffff0L)).bytes(),
                ConvertCode.BROKEN_ARRAY,
                "more than"),
            new Attack(
                "an array without a container",
                SOUND,
                ConvertCode.FORM_NOT_SUPPORTED,
                "neither a zip"))
        .map(this::refused);
  }

  /// Flips bits anywhere.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damaged_file_is_refused_or_read_and_nothing_else(long seed) throws Exception {
    var whole = zip().deflated("b.npy", SOUND, Lies.NONE).bytes();
    var random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < 500; round++) {
      var damaged = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        open(damaged, "a");
        open(damaged, "b");
      } catch (ToolException _) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private DynamicTest refused(Attack attack) {
    return DynamicTest.dynamicTest(
        attack.name(), () -> attack.assertRefused("hostile.npz", file -> open(file, "a")));
  }

  private void open(byte[] file, String name) throws Exception {
    try (var npz = NpzFile.open(Files.write(folder.resolve("hostile.npz"), file))) {
      npz.get(name);
    }
  }

  private static TestZip zip() {
    return new TestZip().entry("a.npy", SOUND);
  }

  private static Attack array(String name, byte[] npy, String reason) {
    return new Attack(
        name, new TestZip().entry("a.npy", npy).bytes(), ConvertCode.BROKEN_ARRAY, reason);
  }

  private static Attack text(String name, String header) {
    return array(name, TestNpy.file(header + "\n", THREE), "not a dictionary of a simple descr");
  }

  private static Attack container(String name, TestZip zip, String reason) {
    return new Attack(name, zip.bytes(), ConvertCode.BROKEN_CONTAINER, reason);
  }
}

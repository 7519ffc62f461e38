package voxcrate.bundler.convert.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundler.convert.checkpoint.TestZip.Lies;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.problem.ToolException;

/// Attacks as data: each is refused with its reason, and none is executed (a canary file that most
/// of them would make stays away, and no process is started).
class HostileCheckpointTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> pickles_that_call() {
    var canary = "touch " + canary();
    return Stream.of(
            called("posix", "system", canary),
            called("os", "system", canary),
            called("nt", "system", canary),
            called("os", "popen", canary),
            called("subprocess", "Popen", canary),
            called("subprocess", "check_output", canary),
            called("pty", "spawn", canary),
            called("builtins", "eval", "open('" + canary() + "','w')"),
            called("builtins", "exec", "open('" + canary() + "','w')"),
            called("__builtin__", "eval", "open('" + canary() + "','w')"),
            called("__builtin__", "apply", canary),
            called("builtins", "__import__", "os"),
            called("builtins", "getattr", "system"),
            called("builtins", "open", canary()),
            called("importlib", "import_module", "os"),
            called("operator", "attrgetter", "system"),
            called("runpy", "_run_code", canary),
            called("timeit", "timeit", canary),
            called("code", "interact", canary),
            called("webbrowser", "open", "http://localhost/"),
            called("socket", "create_connection", "localhost"),
            called("urllib.request", "urlopen", "http://localhost/"),
            called("pickle", "loads", canary),
            called("torch", "load", canary()),
            called("torch.hub", "load", canary()),
            called("torch.serialization", "load", canary()),
            called("torch", "device", "cpu"),
            called("numpy.testing._private.utils", "runstring", canary),
            called("pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint", "x"),
            called("pyannote.audio.core.task", "Specifications.__reduce__", "x"),
            called("collections", "OrderedDict ", "a name with a blank"),
            called("torch._utils", "_rebuild_tensor_v2\u0000", "a name with a null"),
            called("os", "\u202esystem", "a name that runs backwards"))
        .map(this::refused);
  }

  @TestFactory
  Stream<DynamicTest> pickles_that_ask_for_more_than_data() {
    var system = Pickle.protocol(4).text("posix").text("system").op(0x93).text(canary());
    return Stream.of(
            forbidden("STACK_GLOBAL", system.op(0x85).ops("R"), "posix system"),
            forbidden("INST", p().ops("(").text(canary()).ops("iposix\nsystem\n"), "INST"),
            forbidden("OBJ", p().ops("(").text(canary()).ops("o"), "OBJ"),
            forbidden("NEWOBJ_EX", p().ops("))").ops("}").op(0x92), "NEWOBJ_EX"),
            forbidden("NEWOBJ", p().global("os", "system").ops(")").op(0x81), "os system"),
            forbidden("EXT1", p().op(0x82).op(1), "EXT1"),
            forbidden("PERSID", p().ops("Pid\n"), "PERSID"),
            forbidden("DUP", p().ops("]2"), "DUP"),
            forbidden("POP", p().ops("]0"), "POP"),
            forbidden("text opcodes", p().ops("S'posix'\n"), "STRING"),
            forbidden("byte arrays", p().op(0x96).int64(1L << 40), "BYTEARRAY8"),
            forbidden("out-of-band buffers", p().op(0x97), "NEXT_BUFFER"),
            forbidden("sets", p().op(0x8f), "EMPTY_SET"),
            forbidden(
                "a call of a text", p().text("os.system").text("x").op(0x85).ops("R"), "call"),
            forbidden(
                "a call of a result", p().global("collections", "OrderedDict").ops(")R)R"), "call"),
            forbidden(
                "a call of a storage type",
                p().global("torch", "FloatStorage").ops(")R"),
                "FloatStorage"),
            forbidden(
                "a call of a mentioned type", p().global("__builtin__", "list").ops(")R"), "list"),
            forbidden(
                "a dictionary from arguments",
                p().global("collections", "OrderedDict").ops("]").op(0x85).ops("R"),
                "arguments"),
            forbidden(
                "a default factory",
                p().global("collections", "defaultdict")
                    .global("torch", "FloatStorage")
                    .op(0x85)
                    .ops("R"),
                "arguments"),
            forbidden(
                "a state for a class", p().global("collections", "OrderedDict").ops("}b"), "state"),
            forbidden("a state for a list", p().ops("]}b"), "state"),
            forbidden("attributes for a dictionary", p().ops("}]b"), "state"),
            forbidden(
                "a pickled source file",
                p().ops("(")
                    .text("module")
                    .text("x")
                    .text("y")
                    .text("import os")
                    .whole(1)
                    .ops("tQ"),
                "persistent id"),
            forbidden("a key that is a tuple", p().ops("}))s"), "key"),
            forbidden("a key that is a list", p().ops("}])s"), "key"))
        .map(this::refused);
  }

  @TestFactory
  Stream<DynamicTest> pickles_that_are_damaged_or_bombs() {
    return Stream.of(
            malformed("an empty pickle", new byte[0], "cut short"),
            malformed("no protocol", ascii("}."), "protocol"),
            malformed("protocol 0", Pickle.protocol(0).ops("}").stop(), "protocol 0"),
            malformed("protocol 5", Pickle.protocol(5).ops("}").stop(), "protocol 5"),
            malformed("protocol twice", p().op(0x80).op(2).stop(), "PROTO"),
            malformed("no end", p().ops("}").unfinished(), "cut short"),
            malformed("an unknown opcode", p().op(0xff).stop(), "0xff"),
            malformed("something after the end", p().ops("}").ops(".}").stop(), "left over"),
            malformed("two values", p().ops("}}").stop(), "left over"),
            malformed("an open mark", p().ops("(}").stop(), "left over"),
            malformed("a tuple without a mark", p().ops("t").stop(), "mark"),
            malformed("a tuple of nothing", p().op(0x87).stop(), "takes a value"),
            malformed("items taken through a mark", p().ops("](").op(0x85).stop(), "takes a value"),
            malformed("entries of a list", p().ops("]))s").stop(), "no dictionary"),
            malformed("items of a tuple", p().ops("))a").stop(), "no list"),
            malformed("an odd number of entries", p().ops("}()u").stop(), "no dictionary"),
            malformed("a memo never set", p().ops("h").op(7).stop(), "memo 7"),
            malformed("a negative memo", p().ops("}r").int32(-1).stop(), "memo"),
            malformed("a text of 4 GiB", p().ops("X").int32(-1).stop(), "length"),
            malformed("a text of negative length", p().op(0x8d).int64(-1).stop(), "length"),
            malformed("a text of 2^62 bytes", p().op(0x8d).int64(1L << 62).stop(), "length"),
            malformed("an integer of 200 bytes", p().op(0x8a).op(200).stop(), "200 bytes"),
            malformed("a name without an end", p().ops("c" + "x".repeat(1000)).stop(), "name"),
            malformed("text that is no UTF-8", p().ops("X").int32(1).op(0xff).stop(), "UTF-8"),
            malformed(
                "a list in itself", p().ops("]q").op(0).ops("h").op(0).ops("a").stop(), "itself"),
            malformed(
                "a dictionary in itself",
                p().ops("}q").op(0).text("k").ops("h").op(0).ops("s").stop(),
                "itself"),
            malformed("a deep nest", p().ops(")").ops("\u0085".repeat(200_000)).stop(), "deep"),
            malformed(
                "a nest of lists", p().ops("]".repeat(5000)).ops("a".repeat(4999)).stop(), "deep"),
            malformed("millions of values", p().ops("]".repeat(2_000_000)).stop(), "values"),
            malformed("millions of marks", p().ops("(".repeat(2_000_000)).stop(), "values"),
            malformed("a large pickle", p().ops("}".repeat(9 << 20)).stop(), "large"),
            malformed(
                "a parameter without a tensor",
                p().global("torch._utils", "_rebuild_parameter").ops("}").op(0x85).ops("R").stop(),
                "parameter"),
            malformed(
                "a tensor without a storage",
                p().global("torch._utils", "_rebuild_tensor_v2").ops("(}}}}}}tR").stop(),
                "storage"))
        .map(this::refused);
  }

  /// Lists that hold the one before twice: two to the power of 40 values when written out.
  @TestFactory
  Stream<DynamicTest> shared_values_are_not_written_out() {
    var laughs = p().ops("]q").op(0);
    for (int level = 1; level <= 40; level++) {
      laughs.ops("]").ops("(h").op(level - 1).ops("h").op(level - 1).ops("eq").op(level);
    }
    var file = TestZip.checkpoint(laughs.stop()).bytes();
    // 41 lists are left on the stack.
    return Stream.of(
        refused(new Attack("billion laughs", file, ConvertCode.MALFORMED_PICKLE, "left over")));
  }

  @TestFactory
  Stream<DynamicTest> tensors_that_lie() {
    return Stream.of(
            tensor("more elements than bytes", "0", 5, 0, shape(5), shape(1), "16 bytes"),
            tensor("fewer elements than bytes", "0", 3, 0, shape(3), shape(1), "16 bytes"),
            tensor("a huge storage", "0", Long.MAX_VALUE, 0, shape(4), shape(1), "16 bytes"),
            tensor("a negative count", "0", -4, 0, shape(4), shape(1), "16 bytes"),
            tensor("a storage that is missing", "1", 4, 0, shape(4), shape(1), "missing"),
            tensor("a storage outside", "../../../etc/passwd", 4, 0, shape(4), shape(1), "missing"),
            tensor("the pickle as storage", "../data.pkl", 4, 0, shape(4), shape(1), "missing"),
            tensor("an offset beyond", "0", 4, 4, shape(1), shape(1), "beyond"),
            tensor(
                "an offset that overflows", "0", 4, Long.MAX_VALUE, shape(4), shape(1), "overflow"),
            tensor("a negative offset", "0", 4, -1, shape(4), shape(1), "negative"),
            tensor("a negative stride", "0", 4, 3, shape(4), shape(-1), "negative"),
            tensor("a negative shape", "0", 4, 0, shape(-4), shape(1), "negative"),
            tensor("an empty shape", "0", 4, 0, shape(0), shape(1), "no elements"),
            tensor("strides beyond", "0", 4, 0, shape(2, 2), shape(3, 1), "beyond"),
            tensor("strides that overflow", "0", 4, 0, shape(3, 2), shape(1L << 62, 1), "overflow"),
            tensor("one number expanded", "0", 4, 0, shape(1L << 40), shape(0), "share"),
            tensor("rows that overlap", "0", 4, 0, shape(2, 3), shape(1, 1), "share"),
            tensor("more strides than axes", "0", 4, 0, shape(4), shape(1, 1), "lengths"))
        .map(this::refused);
  }

  /// Small to send, large when its layers are laid out.
  @TestFactory
  Stream<DynamicTest> one_storage_for_many_layers() {
    var layers = state(p());
    for (int layer = 0; layer < 2000; layer++) {
      var name = "lstm.weight_ih_l" + layer;
      layers.text(name).tensor("0", 8192, 0, shape(128, 64), shape(64, 1)).ops("s");
    }
    var file =
        new TestZip()
            .entry("archive/data.pkl", layers.ops("s").stop())
            .entry("archive/data/0", new byte[4 * 8192])
            .bytes();
    return Stream.of(
        refused(new Attack("a bomb of layers", file, ConvertCode.BAD_TENSOR, "bytes of tensors")));
  }

  @TestFactory
  Stream<DynamicTest> state_dictionaries_that_lie() {
    var twice =
        state(p())
            .text("a")
            .tensor("0", 4, 0, shape(4), shape(1))
            .ops("s")
            .text("b")
            .tensor("IntStorage", "0", 4, 0, shape(4), shape(1))
            .ops("s");
    return Stream.of(
            new Attack(
                "a storage of two types",
                TestZip.checkpoint(twice.ops("s").stop()).bytes(),
                ConvertCode.BAD_TENSOR,
                "two ways"),
            new Attack(
                "no tensor",
                TestZip.checkpoint(state(p()).text("a").ops("]ss").stop()).bytes(),
                ConvertCode.BAD_TENSOR,
                "no tensor"),
            new Attack(
                "many dimensions",
                TestZip.checkpoint(
                        state(p())
                            .text("a")
                            .tensor("0", 4, 0, new long[100], new long[100])
                            .ops("ss")
                            .stop())
                    .bytes(),
                ConvertCode.MALFORMED_PICKLE,
                "100 dimensions"),
            new Attack(
                "no dictionary",
                TestZip.checkpoint(p().ops("]").stop()).bytes(),
                ConvertCode.UNKNOWN_ARCHITECTURE,
                "no dictionary"))
        .map(this::refused);
  }

  @TestFactory
  Stream<DynamicTest> containers_that_lie() {
    var pickle = p().ops("}").stop();
    var some = new byte[16];
    var name = "archive/x";
    return Stream.of(
            container("a file twice", zip().entry("archive/data.pkl", pickle), "twice"),
            container("a compressed file", zip().entry(name, some, Lies.method(8)), "compressed"),
            container("an encrypted file", zip().entry(name, some, Lies.flags(1)), "encrypted"),
            container("a path upwards", zip().entry("archive/../../x", some), "unsafe"),
            container("an absolute path", zip().entry("/etc/passwd", some), "unsafe"),
            container("a backslash", zip().entry("archive\\x", some), "unsafe"),
            container("a folder", zip().entry("archive/x/", new byte[0]), "unsafe"),
            container("a file outside the top folder", zip().entry("other/x", some), "outside"),
            container(
                "another name at the data",
                zip().entry(name, some, Lies.localName("archive/y")),
                "another name"),
            container(
                "a size beyond the file", zip().entry(name, some, Lies.size(1 << 30)), "beyond"),
            container(
                "a saturated size", zip().entry(name, some, Lies.size(0xffffffffL)), "64-bit"),
            container(
                "two files at one place",
                zip().entry("archive/data.pkl2", some, Lies.headerOffset(0)),
                "another name"),
            container("a header in the data of another", nested(), "shares"),
            container(
                "a header outside", zip().entry(name, some, Lies.headerOffset(1 << 30)), "outside"),
            container("fewer files than claimed", zip().claimingEntries(9), "cut short"),
            container("more files than claimed", zip().claimingEntries(1), "more files"),
            container("an end record inside the comment", zip().comment(fakeEnd()), "end"),
            new Attack(
                "a wrong checksum",
                new TestZip().entry("archive/data.pkl", pickle, Lies.crc(1)).bytes(),
                ConvertCode.BROKEN_CONTAINER,
                "checksum"),
            new Attack(
                "a code archive",
                zip().entry("archive/code/x.py", some).bytes(),
                ConvertCode.FORM_NOT_SUPPORTED,
                "TorchScript"),
            new Attack(
                "constants of a code archive",
                zip().entry("archive/constants.pkl", some).bytes(),
                ConvertCode.FORM_NOT_SUPPORTED,
                "TorchScript"),
            new Attack(
                "big-endian numbers",
                zip().entry("archive/byteorder", ascii("big")).bytes(),
                ConvertCode.FORM_NOT_SUPPORTED,
                "byte order"),
            new Attack(
                "two pickles",
                zip().entry("b/data.pkl", pickle).bytes(),
                ConvertCode.FORM_NOT_SUPPORTED,
                "2 files"),
            new Attack(
                "no pickle",
                new TestZip().entry("archive/version", some).bytes(),
                ConvertCode.FORM_NOT_SUPPORTED,
                "0 files"))
        .map(this::refused);
  }

  @TestFactory
  Stream<DynamicTest> files_in_another_form() {
    return Stream.of(
            form("an empty file", new byte[0], "empty"),
            form("a bare pickle", p().ops("}").stop(), "before 1.6"),
            form("a tar", Arrays.copyOf(ascii(" ".repeat(257) + "ustar"), 1024), "tar"),
            form("a Git LFS pointer", ascii("version https://git-lfs.github.com/spec/v1\n"), "LFS"),
            form("a web page", ascii("<!DOCTYPE html><html></html>"), "web page"),
            form("noise", ascii("hello"), "neither"))
        .map(this::refused);
  }

  @TestFactory
  Stream<DynamicTest> containers_cut_short() {
    var whole = TestZip.checkpoint(p().ops("}").stop()).bytes();
    return Stream.iterate(1, length -> length < whole.length, length -> length + 1)
        .map(
            length ->
                DynamicTest.dynamicTest(
                    "after " + length + " bytes",
                    () ->
                        assertThatThrownBy(() -> open(Arrays.copyOf(whole, length)))
                            .isInstanceOf(ToolException.class)));
  }

  private DynamicTest refused(Attack attack) {
    return DynamicTest.dynamicTest(
        attack.name(),
        () -> {
          attack.assertRefused("hostile.bin", this::open);
          assertThat(Path.of(canary())).doesNotExist();
          assertThat(ProcessHandle.current().children()).isEmpty();
        });
  }

  private void open(byte[] file) throws Exception {
    var path = Files.write(folder.resolve("hostile.bin"), file);
    PickledModel.open(path).close();
  }

  private String canary() {
    return folder.resolve("canary").toString();
  }

  private static Pickle p() {
    return Pickle.protocol(2);
  }

  private static TestZip zip() {
    return TestZip.checkpoint(p().ops("}").stop());
  }

  /// Opens the root dictionary and its state dictionary; two SETITEM close them.
  private static Pickle state(Pickle pickle) {
    return pickle.ops("}").text("state_dict").ops("}");
  }

  private static Attack called(String module, String name, String argument) {
    var pickle = p().call(module, name, argument).stop();
    return new Attack(
        module + "." + name,
        TestZip.checkpoint(pickle).bytes(),
        ConvertCode.FORBIDDEN_PICKLE,
        module + " " + name.replaceAll("[\u0000\u202e]", "?"));
  }

  private static Attack forbidden(String name, Pickle pickle, String reason) {
    return new Attack(
        name, TestZip.checkpoint(pickle.stop()).bytes(), ConvertCode.FORBIDDEN_PICKLE, reason);
  }

  private static Attack malformed(String name, byte[] pickle, String reason) {
    return new Attack(
        name, TestZip.checkpoint(pickle).bytes(), ConvertCode.MALFORMED_PICKLE, reason);
  }

  private static Attack tensor(
      String name,
      String key,
      long count,
      long offset,
      long[] shape,
      long[] strides,
      String reason) {
    var pickle = state(p()).text("a").tensor(key, count, offset, shape, strides).ops("ss").stop();
    return new Attack(name, TestZip.checkpoint(pickle).bytes(), ConvertCode.BAD_TENSOR, reason);
  }

  private static long[] shape(long... numbers) {
    return numbers;
  }

  private static Attack container(String name, TestZip zip, String reason) {
    return new Attack(name, zip.bytes(), ConvertCode.BROKEN_CONTAINER, reason);
  }

  private static Attack form(String name, byte[] file, String reason) {
    return new Attack(name, file, ConvertCode.FORM_NOT_SUPPORTED, reason);
  }

  /// A whole entry inside the bytes of another one.
  private static TestZip nested() {
    var inner = new TestZip().entry("archive/x", new byte[4]).bytes();
    var outer = zip();
    int at = outer.sizeSoFar() + 30 + "archive/outer".length();
    return outer
        .entry("archive/outer", inner)
        .entry("archive/x", new byte[4], Lies.headerOffset(at));
  }

  private static byte[] fakeEnd() {
    return new TestZip().bytes();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}

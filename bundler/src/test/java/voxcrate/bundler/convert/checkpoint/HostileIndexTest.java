package voxcrate.bundler.convert.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.problem.ToolException;

/// Attacks on weights in several files, by the index that names them: the same for both forms.
class HostileIndexTest {
  private static final long MAX_ALLOCATED_BYTES = 256L << 20;

  @TempDir Path folder;

  /// How the files with the tensors are written, and what their names end with.
  enum Form {
    SAFETENSORS("model.safetensors"),
    PICKLED("pytorch_model.bin");

    private final String single;

    Form(String single) {
      this.single = single;
    }

    String ending() {
      return single.substring(single.lastIndexOf('.'));
    }

    byte[] shard(String tensor) {
      return switch (this) {
        case SAFETENSORS -> TestSafetensors.places(8, tensor + " 0 8").bytes();
        case PICKLED -> TestZip.checkpoint(tensors(tensor).stop()).bytes();
      };
    }

    void open(Path folder) {
      switch (this) {
        case SAFETENSORS -> WeightFiles.open(folder).close();
        case PICKLED -> PickledModel.open(PickledModel.find(folder).orElseThrow()).close();
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> indexes_that_lie() {
    return Arrays.stream(Form.values()).flatMap(this::indexesThatLie);
  }

  private Stream<DynamicTest> indexesThatLie(Form form) {
    return Stream.of(
        index(form, "a way up", "{'weight_map':{'a':'../m-1.x'}}", "no plain file"),
        index(form, "a folder", "{'weight_map':{'a':'x/m-1.x'}}", "no plain file"),
        index(form, "an absolute path", "{'weight_map':{'a':'/m-1.x'}}", "no plain file"),
        index(form, "a backslash", "{'weight_map':{'a':'..\\\\m-1.x'}}", "no plain file"),
        index(form, "a null", "{'weight_map':{'a':'m-1.x\\u0000'}}", "no plain file"),
        index(form, "a line's end", "{'weight_map':{'a':'m-1.x\\n'}}", "no plain file"),
        index(form, "another kind of file", "{'weight_map':{'a':'m-1.onnx'}}", "no plain file"),
        index(form, "a hidden file", "{'weight_map':{'a':'.x'}}", "no plain file"),
        index(form, "a number", "{'weight_map':{'a':1}}", "no plain file"),
        index(form, "no map", "{'metadata':{}}", "weight_map"),
        index(form, "a map that is a list", "{'weight_map':['m-1.x']}", "weight_map"),
        index(form, "an empty map", "{'weight_map':{}}", "0 files"),
        index(form, "a map twice", "{'weight_map':{},'weight_map':{}}", "uplicate"),
        index(form, "a tensor twice", "{'weight_map':{'a':'m-1.x','a':'m-2.x'}}", "uplicate"),
        index(form, "no JSON", "{'weight_map':", "not"),
        index(form, "a file of ten thousand", manyShards(), "10000 files"),
        index(form, "three megabytes", " ".repeat(3 << 20), "3145728 bytes"),
        index(
            form,
            "a tensor that is not there",
            "{'weight_map':{'a':'m-1.x','b':'m-1.x'}}",
            "lacks 'b'"),
        index(form, "another tensor", "{'weight_map':{'b':'m-1.x'}}", "holds 'a'"),
        index(
            form,
            "a tensor in the other file",
            "{'weight_map':{'a':'m-2.x','b':'m-1.x'}}",
            "holds 'a'"),
        index(
            form,
            "a tensor in both files",
            "{'weight_map':{'a':'m-1.x','b':'m-2.x','c':'m-3.x'}}",
            "holds 'a'"));
  }

  @TestFactory
  Stream<DynamicTest> pickled_files_that_lie() {
    var views = tensors("b");
    for (int copy = 0; copy < 1000; copy++) {
      views.text("copy" + copy).tensor("0", 4, 0, new long[] {4}, new long[] {1}).ops("s");
    }
    var call = tensors("a").text("b").call("posix", "system", "touch " + canary()).ops("s");
    var nested = Pickle.protocol(2).ops("}").text("state_dict").ops("}s");
    var numbered = Pickle.protocol(2).ops("}").whole(7);
    numbered.tensor("0", 4, 0, new long[] {4}, new long[] {1}).ops("s");
    return Stream.of(
        shard("a call", call, ConvertCode.FORBIDDEN_PICKLE, "posix system"),
        shard(
            "no dictionary",
            Pickle.protocol(2).ops("]"),
            ConvertCode.UNKNOWN_ARCHITECTURE,
            "no dict"),
        shard("weights of a training", nested, ConvertCode.BAD_TENSOR, "'state_dict'"),
        shard("a number for a name", numbered, ConvertCode.BAD_TENSOR, "'7'"),
        shard("a thousand views", views, ConvertCode.BROKEN_SAFETENSORS, "'copy0'"));
  }

  @TestFactory
  Stream<DynamicTest> tensors_of_one_storage_in_pickled_files() {
    var views = Pickle.protocol(2).ops("}");
    var map = new StringBuilder("{'weight_map':{'a':'m-1.x'");
    for (int copy = 0; copy < 5000; copy++) {
      var name = "copy" + copy;
      views.text(name).tensor("0", 4096, 0, new long[] {4096}, new long[] {1}).ops("s");
      map.append(",'").append(name).append("':'m-2.x'");
    }
    var bomb =
        new TestZip()
            .entry("archive/data.pkl", views.stop())
            .entry("archive/data/0", new byte[4 * 4096])
            .bytes();
    return Stream.of(
        attack(
            "a bomb", Form.PICKLED, map + "}}", bomb, ConvertCode.BAD_TENSOR, "bytes of tensors"));
  }

  @ParameterizedTest
  @EnumSource
  void a_missing_shard_is_named(Form form) throws Exception {
    write(form.single + ".index.json", ascii("{'weight_map':{'a':'gone.x'}}", form));

    assertThatThrownBy(() -> form.open(folder))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(ConvertCode.FOLDER_UNREADABLE);
              assertThat(refusal.problem().doing()).contains("gone" + form.ending());
            });
  }

  private DynamicTest index(Form form, String name, String json, String reason) {
    return attack(name, form, json, form.shard("b"), ConvertCode.BROKEN_SAFETENSORS, reason);
  }

  /// The second file holds what it should not.
  private DynamicTest shard(String name, Pickle pickle, ConvertCode code, String reason) {
    var json = "{'weight_map':{'a':'m-1.x','b':'m-2.x'}}";
    var file = TestZip.checkpoint(pickle.stop()).bytes();
    return attack(name, Form.PICKLED, json, file, code, reason);
  }

  /// `m-1` holds `a`, and `m-3` too.
  private DynamicTest attack(
      String name, Form form, String json, byte[] second, ConvertCode code, String reason) {
    return DynamicTest.dynamicTest(
        form + ": " + name,
        () -> {
          write(form.single + ".index.json", ascii(json, form));
          write("m-1" + form.ending(), form.shard("a"));
          write("m-2" + form.ending(), second);
          write("m-3" + form.ending(), form.shard("a"));
          long before = allocatedBytes();
          assertThatThrownBy(() -> form.open(folder))
              .isInstanceOfSatisfying(
                  ToolException.class,
                  refusal -> {
                    assertThat(refusal.problem().code()).isEqualTo(code);
                    assertThat(refusal.problem().found()).contains(reason);
                    assertThat(refusal.problem().found()).matches("[ -~]{1,300}");
                    assertThat(refusal.problem().doing()).contains(folder.toString());
                  });
          assertThat(allocatedBytes() - before).isLessThan(MAX_ALLOCATED_BYTES);
          assertThat(Path.of(canary())).doesNotExist();
        });
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private void write(String name, byte[] content) throws Exception {
    Files.write(folder.resolve(name), content);
  }

  private String canary() {
    return folder.resolve("canary").toString();
  }

  /// One of four numbers.
  private static Pickle tensors(String name) {
    return Pickle.protocol(2)
        .ops("}")
        .text(name)
        .tensor("0", 4, 0, new long[] {4}, new long[] {1})
        .ops("s");
  }

  private static String manyShards() {
    var json = new StringBuilder("{'weight_map':{");
    for (int i = 0; i < 10_000; i++) {
      json.append(i == 0 ? "'" : ",'").append(i).append("':'m").append(i).append(".x'");
    }
    return json.append("}}").toString();
  }

  private static byte[] ascii(String json, Form form) {
    return json.replace('\'', '"')
        .replace(".x\"", form.ending() + "\"")
        .replace(".x\\", form.ending() + "\\")
        .getBytes(StandardCharsets.US_ASCII);
  }
}

package voxcrate.bundler.convert.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import voxcrate.bundler.convert.onnx.Value.Kind;

class OnnxWriterTest {
  private final OnnxGraph graph = new OnnxGraph("Test");
  private final Operators operators = new Operators(graph);

  @Test
  void nodes_that_prepare_weights_are_written_before_all_others() throws IOException {
    var x = graph.input("x", Axis.named("batch"), Axis.of(2));
    var heard = operators.abs("heard", x);
    var half = graph.weights("half", Kind.FLOAT16, Path.of("w.safetensors"), 0, 2, 3);
    var turned = operators.transpose("turned", operators.single("single", half), 1, 0);
    graph.output(operators.linearAsStored("y", heard, turned));

    var written = written();
    assertThat(written.indexOf("single")).isPositive().isLessThan(written.indexOf("turned"));
    assertThat(written.indexOf("turned")).isLessThan(written.indexOf("heard"));
    assertThat(written.indexOf("heard")).isLessThan(written.indexOf("FusedMatMul"));
  }

  private String written() throws IOException {
    var out = new ByteArrayOutputStream();
    OnnxWriter.write(graph, out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }
}

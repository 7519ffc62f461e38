package voxcrate.bundler.convert.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// A Whisper of few numbers in OpenAI's form, written opcode by opcode: width 4, two heads, one
/// layer on each side. Each part of it can be made to lie.
final class TestWhisper {
  private static final int WIDTH = 4;

  private final Map<String, Long> dims = new LinkedHashMap<>();
  private final Map<String, long[]> tensors = new LinkedHashMap<>();
  private final Map<String, String> storages = new LinkedHashMap<>();

  TestWhisper() {
    dims.put("n_mels", 2L);
    dims.put("n_audio_ctx", 3L);
    dims.put("n_audio_state", (long) WIDTH);
    dims.put("n_audio_head", 2L);
    dims.put("n_audio_layer", 1L);
    dims.put("n_vocab", 5L);
    dims.put("n_text_ctx", 6L);
    dims.put("n_text_state", (long) WIDTH);
    dims.put("n_text_head", 2L);
    dims.put("n_text_layer", 1L);
    convolution("encoder.conv1", 2);
    convolution("encoder.conv2", WIDTH);
    tensors.put("encoder.positional_embedding", shape(3, WIDTH));
    block("encoder.blocks.0.");
    norm("encoder.ln_post");
    tensors.put("decoder.token_embedding.weight", shape(5, WIDTH));
    tensors.put("decoder.positional_embedding", shape(6, WIDTH));
    block("decoder.blocks.0.");
    attention("decoder.blocks.0.cross_attn");
    norm("decoder.blocks.0.cross_attn_ln");
    norm("decoder.ln");
  }

  private void convolution(String name, int channels) {
    tensors.put(name + ".weight", shape(WIDTH, channels, 3));
    tensors.put(name + ".bias", shape(WIDTH));
  }

  private void block(String name) {
    attention(name + "attn");
    norm(name + "attn_ln");
    affine(name + "mlp.0", 4 * WIDTH, WIDTH);
    affine(name + "mlp.2", WIDTH, 4 * WIDTH);
    norm(name + "mlp_ln");
  }

  private void attention(String name) {
    affine(name + ".query", WIDTH, WIDTH);
    tensors.put(name + ".key.weight", shape(WIDTH, WIDTH));
    affine(name + ".value", WIDTH, WIDTH);
    affine(name + ".out", WIDTH, WIDTH);
  }

  private void affine(String name, int outputs, int inputs) {
    tensors.put(name + ".weight", shape(outputs, inputs));
    tensors.put(name + ".bias", shape(outputs));
  }

  private void norm(String name) {
    tensors.put(name + ".weight", shape(WIDTH));
    tensors.put(name + ".bias", shape(WIDTH));
  }

  static long[] shape(long... sizes) {
    return sizes;
  }

  TestWhisper dim(String name, long size) {
    dims.put(name, size);
    return this;
  }

  TestWhisper withoutDim(String name) {
    dims.remove(name);
    return this;
  }

  TestWhisper tensor(String name, long... shape) {
    tensors.put(name, shape);
    return this;
  }

  TestWhisper without(String tensor) {
    tensors.remove(tensor);
    return this;
  }

  /// Lets a tensor lie where another one does, which must be as large.
  TestWhisper sharing(String tensor, String other) {
    storages.put(tensor, other);
    return this;
  }

  /// The checkpoint, its tensors in half precision, each in a storage of its own.
  byte[] bytes() {
    return zip(pickle().stop()).bytes();
  }

  Pickle pickle() {
    var pickle = Pickle.protocol(2).ops("}").text("dims").ops("}");
    dims.forEach((name, size) -> pickle.text(name).whole(size).ops("s"));
    pickle.ops("s").text("model_state_dict").ops("}");
    tensors.forEach(
        (name, shape) ->
            pickle
                .text(name)
                .tensor("HalfStorage", key(name), elements(shape), 0, shape, strides(shape))
                .ops("s"));
    return pickle.ops("s");
  }

  /// @param pickle in place of the true one
  TestZip zip(byte[] pickle) {
    var zip = new TestZip().entry("tiny/data.pkl", pickle);
    var random = new Random(1);
    tensors.forEach(
        (name, shape) -> {
          var numbers = halves(random, (int) elements(shape));
          if (key(name).equals(name)) {
            zip.entry("tiny/data/" + name, numbers);
          }
        });
    return zip;
  }

  private String key(String tensor) {
    return storages.getOrDefault(tensor, tensor);
  }

  private static byte[] halves(Random random, int count) {
    var bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putShort(Float.floatToFloat16((float) random.nextGaussian()));
    }
    return bytes.array();
  }

  private static long elements(long... shape) {
    long elements = 1;
    for (long size : shape) {
      elements *= size;
    }
    return elements;
  }

  private static long[] strides(long... shape) {
    var strides = new long[shape.length];
    long step = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= shape[axis];
    }
    return strides;
  }
}

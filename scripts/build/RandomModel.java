import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/// Writes a model of random weights at the sizes of a published one, for measuring how long its
/// conversion takes, and how long it takes itself: `RandomModel NAME FOLDER`. The same name gives
/// the same bytes.
final class RandomModel {
  /// Numbers are taken from here again and again, each tensor beginning elsewhere.
  private static final int SUPPLY = 1 << 20;

  /// Those before the one that ends a text.
  private static final int TEXT_TOKENS = 50_257;

  /// As byte-level tokenizers write it.
  private static final char SPACE = '\u0120';

  /// As wav2vec2-base-960h has them.
  private static final String LETTERS = "ETAONIHSRDLUMWCFGYPBVK'XJQZ";

  private final boolean half;
  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  private RandomModel(boolean half) {
    this.half = half;
  }

  public static void main(String[] arguments) throws IOException {
    var folder = Files.createDirectories(Path.of(arguments[1]));
    switch (arguments[0]) {
      case "whisper-large-v3-turbo" -> whisper(folder, 1280, 128, 51_866, 32, 4);
      case "whisper-tiny" -> whisper(folder, 384, 80, 51_865, 4, 4);
      case "whisper-base" -> whisper(folder, 512, 80, 51_865, 6, 6);
      case "whisper-small" -> whisper(folder, 768, 80, 51_865, 12, 12);
      case "wav2vec2-base" -> wav2vec2(folder, 768, 12, false);
      case "wav2vec2-large" -> wav2vec2(folder, 1024, 24, true);
      default -> throw new IllegalArgumentException("no model " + arguments[0]);
    }
  }

  private static void whisper(
      Path folder, int width, int mels, int vocabulary, int encoder, int decoder)
      throws IOException {
    var model = new RandomModel(true);
    model.put("model.encoder.conv1.weight", width, mels, 3);
    model.put("model.encoder.conv1.bias", width);
    model.put("model.encoder.conv2.weight", width, width, 3);
    model.put("model.encoder.conv2.bias", width);
    model.put("model.encoder.embed_positions.weight", 1500, width);
    model.put("model.decoder.embed_tokens.weight", vocabulary, width);
    model.put("model.decoder.embed_positions.weight", 448, width);
    for (int layer = 0; layer < encoder; layer++) {
      model.block("model.encoder.layers." + layer + ".", width, "self_attn");
    }
    for (int layer = 0; layer < decoder; layer++) {
      model.block("model.decoder.layers." + layer + ".", width, "self_attn", "encoder_attn");
    }
    model.norm("model.encoder.layer_norm", width);
    model.norm("model.decoder.layer_norm", width);
    model.write(folder.resolve("model.safetensors"));
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"architectures": ["WhisperForConditionalGeneration"], "d_model": %d, "num_mel_bins": %d,
         "vocab_size": %d, "encoder_layers": %d, "encoder_attention_heads": %d,
         "encoder_ffn_dim": %d, "decoder_layers": %d, "decoder_attention_heads": %d,
         "decoder_ffn_dim": %d}
        """
            .formatted(
                width,
                mels,
                vocabulary,
                encoder,
                width / 64,
                4 * width,
                decoder,
                width / 64,
                4 * width));
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer());
  }

  /// Tokens of one byte each, numbered as GPT-2 does; all others are words, made up of letters.
  private static String tokenizer() {
    var tokens = new ArrayList<String>();
    var rest = new ArrayList<String>();
    for (int code = 0; code < 256; code++) {
      boolean printed = code > ' ' && code < 127 || code > 160 && code != 173;
      if (printed) {
        tokens.add(Character.toString(code));
      } else {
        rest.add(Character.toString(256 + rest.size()));
      }
    }
    tokens.addAll(rest);
    while (tokens.size() < TEXT_TOKENS) {
      tokens.add(SPACE + word(tokens.size()));
    }
    var vocabulary = new StringJoiner(", ");
    for (int token = 0; token < tokens.size(); token++) {
      var text = tokens.get(token).replace("\\", "\\\\").replace("\"", "\\\"");
      vocabulary.add("\"%s\": %d".formatted(text, token));
    }
    return "{\"added_tokens\": [], \"model\": {\"type\": \"BPE\", \"vocab\": {%s}, \"merges\": []}}"
        .formatted(vocabulary);
  }

  /// Three letters or four.
  private static String word(int number) {
    return Integer.toString(26 * 26 + number, 26)
        .chars()
        .map(digit -> Character.digit(digit, 26) + 'a')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void block(String name, int width, String... attentions) {
    for (var attention : attentions) {
      for (var projection : new String[] {"q_proj", "v_proj", "out_proj"}) {
        linear(name + attention + "." + projection, width, width);
      }
      put(name + attention + ".k_proj.weight", width, width);
      norm(name + attention + "_layer_norm", width);
    }
    linear(name + "fc1", 4 * width, width);
    linear(name + "fc2", width, 4 * width);
    norm(name + "final_layer_norm", width);
  }

  private static void wav2vec2(Path folder, int width, int blocks, boolean large)
      throws IOException {
    var model = new RandomModel(false);
    int[] kernels = {10, 3, 3, 3, 3, 2, 2};
    for (int i = 0; i < kernels.length; i++) {
      var name = "wav2vec2.feature_extractor.conv_layers." + i;
      model.put(name + ".conv.weight", 512, i == 0 ? 1 : 512, kernels[i]);
      if (large) {
        model.put(name + ".conv.bias", 512);
      }
      if (large || i == 0) {
        model.norm(name + ".layer_norm", 512);
      }
    }
    model.norm("wav2vec2.feature_projection.layer_norm", 512);
    model.linear("wav2vec2.feature_projection.projection", width, 512);
    model.put("wav2vec2.encoder.pos_conv_embed.conv.weight_g", 1, 1, 128);
    model.put("wav2vec2.encoder.pos_conv_embed.conv.weight_v", width, width / 16, 128);
    model.put("wav2vec2.encoder.pos_conv_embed.conv.bias", width);
    model.norm("wav2vec2.encoder.layer_norm", width);
    for (int block = 0; block < blocks; block++) {
      var name = "wav2vec2.encoder.layers." + block + ".";
      for (var projection : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
        model.linear(name + "attention." + projection, width, width);
      }
      model.norm(name + "layer_norm", width);
      model.linear(name + "feed_forward.intermediate_dense", 4 * width, width);
      model.linear(name + "feed_forward.output_dense", width, 4 * width);
      model.norm(name + "final_layer_norm", width);
    }
    model.linear("lm_head", 32, width);
    model.write(folder.resolve("model.safetensors"));
    Files.writeString(folder.resolve("vocab.json"), letters());
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"architectures": ["Wav2Vec2ForCTC"], "num_hidden_layers": %d, "num_attention_heads": %d,
         "do_stable_layer_norm": %b, "feat_extract_norm": "%s", "pad_token_id": 0}
        """
            .formatted(blocks, width / 64, large, large ? "layer" : "group"));
  }

  private static String letters() {
    var labels = new StringJoiner(", ", "{", "}");
    labels.add("\"<pad>\": 0, \"<s>\": 1, \"</s>\": 2, \"<unk>\": 3, \"|\": 4");
    for (int i = 0; i < LETTERS.length(); i++) {
      labels.add("\"%c\": %d".formatted(LETTERS.charAt(i), 5 + i));
    }
    return labels.toString();
  }

  private void put(String name, long... shape) {
    shapes.put(name, shape);
  }

  private void linear(String name, int outputs, int inputs) {
    put(name + ".weight", outputs, inputs);
    put(name + ".bias", outputs);
  }

  private void norm(String name, int width) {
    put(name + ".weight", width);
    put(name + ".bias", width);
  }

  private void write(Path file) throws IOException {
    try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      var header = header();
      out.write(buffer(Long.BYTES).putLong(header.length).array());
      out.write(header);
      var supply = new Random(1).doubles(SUPPLY, -1, 1).toArray();
      int tensor = 0;
      for (var shape : shapes.entrySet()) {
        write(shape.getKey(), shape.getValue(), supply, 7919 * tensor++ % SUPPLY, out);
      }
    }
  }

  private byte[] header() {
    var header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    long at = 0;
    for (var tensor : shapes.entrySet()) {
      long end = at + count(tensor.getValue()) * bytes();
      header.append(
          ",\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(
                  tensor.getKey(),
                  half ? "F16" : "F32",
                  Arrays.toString(tensor.getValue()),
                  at,
                  end));
      at = end;
    }
    header.append("}");
    header.append(" ".repeat(-header.length() & 7));
    return header.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Norms near 1, the rest such that sums keep their size.
  private void write(String name, long[] shape, double[] supply, int from, OutputStream out)
      throws IOException {
    long count = count(shape);
    double mean = name.endsWith("norm.weight") || name.endsWith("weight_g") ? 1 : 0;
    double scale = shape.length == 1 ? 0.1 : 1.7 * Math.sqrt((double) shape[0] / count);
    var buffer = buffer((1 << 16) * bytes());
    for (long i = 0; i < count; i++) {
      float number = (float) (mean + scale * supply[(int) ((from + i) % SUPPLY)]);
      if (half) {
        buffer.putShort(Float.floatToFloat16(number));
      } else {
        buffer.putFloat(number);
      }
      if (!buffer.hasRemaining() || i == count - 1) {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
    }
  }

  private int bytes() {
    return half ? Short.BYTES : Float.BYTES;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long count(long[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }
}

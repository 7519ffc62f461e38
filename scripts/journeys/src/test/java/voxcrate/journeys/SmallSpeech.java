package voxcrate.journeys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Models of speech with random weights, small, in the layouts that they are published in.
final class SmallSpeech {
  private static final Path WHISPER =
      Source.root().resolve("engine/src/test/resources/transcription/whisper-tiny");
  private static final Path WAV2VEC2 =
      Source.root()
          .resolve("bundler/src/test/resources/voxcrate/bundler/convert/wav2vec2-base-form");

  /// Of Silero's filters: 16 ms at 2 kHz.
  private static final int FILTER = 32;

  private SmallSpeech() {}

  /// Whisper as Transformers publishes it: the weights that the engine's tests have converted.
  static void writeTranscription(Path folder) throws IOException {
    copy(WHISPER, folder, "model.safetensors", "tokenizer.json");
    Files.writeString(
        folder.resolve("config.json"),
        """
        {
          "architectures": ["WhisperForConditionalGeneration"],
          "d_model": 16,
          "num_mel_bins": 20,
          "max_source_positions": 50,
          "max_target_positions": 40,
          "vocab_size": 332,
          "encoder_layers": 1,
          "encoder_attention_heads": 2,
          "encoder_ffn_dim": 32,
          "decoder_layers": 2,
          "decoder_attention_heads": 2,
          "decoder_ffn_dim": 32
        }
        """);
    Files.writeString(
        folder.resolve("generation_config.json"),
        """
        {"is_multilingual": true, "suppress_tokens": [34, 35], "begin_suppress_tokens": [32, 271]}
        """);
    card(folder, "license: mit");
  }

  static void writeAlignment(Path folder) throws IOException {
    copy(WAV2VEC2, folder, "model.safetensors", "config.json", "vocab.json");
    card(folder, "license: mit\nlanguage:\n- de");
  }

  /// Silero's own safetensors file.
  static void writeVoiceActivity(Path folder) throws IOException {
    var shapes = new LinkedHashMap<String, long[]>();
    shapes.put("stft_conv.weight", new long[] {FILTER + 2, 1, FILTER});
    long inputs = FILTER / 2 + 1;
    for (int layer = 1; layer <= 4; layer++) {
      shapes.put("conv" + layer + ".weight", new long[] {4, inputs, 3});
      shapes.put("conv" + layer + ".bias", new long[] {4});
      inputs = 4;
    }
    for (var part : List.of("ih", "hh")) {
      shapes.put("lstm_cell.weight_" + part, new long[] {16, 4});
      shapes.put("lstm_cell.bias_" + part, new long[] {16});
    }
    shapes.put("final_conv.weight", new long[] {1, 4, 1});
    shapes.put("final_conv.bias", new long[] {1});
    Files.createDirectories(folder);
    Files.write(folder.resolve("silero_vad_16k.safetensors"), safetensors(shapes));
    card(folder, "license: mit");
  }

  private static byte[] safetensors(Map<String, long[]> shapes) {
    var header = new StringBuilder();
    int at = 0;
    for (var tensor : shapes.entrySet()) {
      int end = at + Float.BYTES * (int) count(tensor.getValue());
      header.append(
          "%s\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(
                  at == 0 ? "{" : ",",
                  tensor.getKey(),
                  Arrays.toString(tensor.getValue()),
                  at,
                  end));
      at = end;
    }
    var json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    var file = ByteBuffer.allocate(Long.BYTES + json.length + at).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    var random = new Random(7);
    while (file.hasRemaining()) {
      file.putFloat((float) (0.3 * random.nextGaussian()));
    }
    return file.array();
  }

  private static long count(long[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private static void card(Path folder, String head) throws IOException {
    Files.writeString(folder.resolve("README.md"), "---\n" + head + "\n---\n");
  }

  private static void copy(Path from, Path folder, String... names) throws IOException {
    Files.createDirectories(folder);
    for (var name : names) {
      Files.copy(from.resolve(name), folder.resolve(name));
    }
  }
}

package voxcrate.bundler.convert;

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
import java.util.SequencedMap;
import java.util.stream.Collectors;
import voxcrate.bundler.convert.arch.WhisperDecoderExporter;
import voxcrate.bundler.convert.arch.WhisperEncoderExporter;
import voxcrate.bundler.convert.checkpoint.Pickle;
import voxcrate.bundler.convert.checkpoint.TestZip;
import voxcrate.bundler.convert.checkpoint.WeightFiles;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Steps;
import voxcrate.model.DecoderSizes;
import voxcrate.model.ModelDescriptor.AlignmentHead;
import voxcrate.model.Precision;

/// Small Whisper models with random weights, of sizes that no published model has: three heads here
/// and two there, other widths inside than four times the outer. Weights are wide enough for every
/// part to matter.
final class WhisperModels {
  static final int MELS = 6;
  static final int WIDTH = 12;
  static final int AUDIO_POSITIONS = 70;
  static final int TEXT_POSITIONS = 14;
  static final int VOCABULARY = 100;
  static final int ENCODER_LAYERS = 3;
  static final int DECODER_LAYERS = 2;
  static final int DECODER_HEADS = 2;

  /// Of the networks that are made here, but for one.
  private static final Sizes SMALL =
      new Sizes(
          WIDTH,
          MELS,
          AUDIO_POSITIONS,
          TEXT_POSITIONS,
          VOCABULARY,
          ENCODER_LAYERS,
          20,
          DECODER_LAYERS,
          16);

  /// One head of 64 on each side, and the vocabulary of the published models of many languages.
  private static final Sizes USUAL = new Sizes(64, 80, 30, 10, 51_865, 1, 24, 1, 24);

  static final String TABLE = "model.decoder.embed_tokens.weight";
  static final String HEAD = "proj_out.weight";
  private static final String COPY = "copy.";

  /// @param encoderInside width between the two linear layers of a block
  private record Sizes(
      int width,
      int mels,
      int audioPositions,
      int textPositions,
      int vocabulary,
      int encoderLayers,
      int encoderInside,
      int decoderLayers,
      int decoderInside) {}

  /// How the numbers are kept.
  enum Form {
    SINGLE,
    HALF,
    /// In single precision, but no more exact than half.
    ROUNDED
  }

  private WhisperModels() {}

  /// A folder below `parent` with a complete model, and some more tensors.
  static Path random(Path parent, Form form, String... more) throws IOException {
    var folder = Files.createTempDirectory(parent, "source");
    var tensors = tensors();
    for (var name : more) {
      tensors.put(name, numbers(name, WIDTH));
    }
    write(folder.resolve("model.safetensors"), tensors, form);
    writeCompanions(folder);
    return folder;
  }

  /// Nothing but weights, which look like those of a published model.
  static Path bare(Path parent) throws IOException {
    var folder = Files.createTempDirectory(parent, "source");
    write(folder.resolve("model.safetensors"), tensors(USUAL), Form.HALF);
    return folder;
  }

  /// The same as Transformers pickled models.
  static Path barePickled(Path parent) throws IOException {
    var folder = Files.createTempDirectory(parent, "source");
    Files.write(folder.resolve("pytorch_model.bin"), pickle(tensors(USUAL), Map.of()));
    return folder;
  }

  /// With vectors of its own for what the decoder ends with: those of the token table, times
  /// `factor`, which makes its logits just as much larger.
  static Path withHead(Path parent, float factor) throws IOException {
    var folder = Files.createTempDirectory(parent, "source");
    write(folder.resolve("model.safetensors"), tensorsWithHead(factor), Form.SINGLE);
    writeCompanions(folder);
    return folder;
  }

  /// As Transformers pickled models: the token table stands there twice, and lies in one place.
  static Path pickled(Path parent) throws IOException {
    return pickled(parent, tensorsWithHead(1), Map.of(HEAD, TABLE));
  }

  /// The same, fine-tuned so that both have become different.
  static Path pickledWithHead(Path parent, float factor) throws IOException {
    return pickled(parent, tensorsWithHead(factor), Map.of());
  }

  /// Whose other tensors all are views of the token table.
  static Path pickledBomb(Path parent) throws IOException {
    var tensors = tensors();
    var elsewhere = new LinkedHashMap<String, String>();
    for (int copy = 0; copy < 1000; copy++) {
      var name = COPY + copy;
      tensors.put(name, numbers(TABLE, VOCABULARY, WIDTH));
      elsewhere.put(name, TABLE);
    }
    return pickled(parent, tensors, elsewhere);
  }

  /// The same in two files, the encoder in the one, the decoder in the other.
  static Path pickledSharded(Path parent) throws IOException {
    return pickledSharded(parent, tensorsWithHead(1), Map.of(HEAD, TABLE), TABLE);
  }

  /// The same, with the numbers of the token table written twice, into a file each.
  static Path pickledApart(Path parent) throws IOException {
    return pickledSharded(parent, tensorsWithHead(1), Map.of(), "model.encoder.conv1.weight");
  }

  /// @param elsewhere whose numbers a tensor shares
  /// @param beside in whose file the vectors are that the decoder ends with
  private static Path pickledSharded(
      Path parent,
      SequencedMap<String, Numbers> tensors,
      Map<String, String> elsewhere,
      String beside)
      throws IOException {
    var folder = Files.createTempDirectory(parent, "source");
    var map = new LinkedHashMap<String, String>();
    for (var part : List.of("encoder", "decoder")) {
      int number = part.equals("encoder") ? 1 : 2;
      var shard = "pytorch_model-0000" + number + "-of-00002.bin";
      var ofShard = new LinkedHashMap<>(tensors);
      ofShard
          .keySet()
          .removeIf(name -> !(name.equals(HEAD) ? beside : name).startsWith("model." + part));
      ofShard.keySet().forEach(name -> map.put(name, shard));
      Files.write(folder.resolve(shard), pickle(ofShard, elsewhere));
    }
    writeIndex(folder.resolve("pytorch_model.bin.index.json"), map);
    writeCompanions(folder);
    return folder;
  }

  /// @param elsewhere whose numbers a tensor shares
  private static Path pickled(
      Path parent, SequencedMap<String, Numbers> tensors, Map<String, String> elsewhere)
      throws IOException {
    var folder = Files.createTempDirectory(parent, "source");
    Files.write(folder.resolve("pytorch_model.bin"), pickle(tensors, elsewhere));
    writeCompanions(folder);
    return folder;
  }

  private static byte[] pickle(
      SequencedMap<String, Numbers> tensors, Map<String, String> elsewhere) {
    var pickle = Pickle.protocol(2).ops("}");
    tensors.forEach(
        (name, numbers) ->
            pickle
                .text(name)
                .tensor(
                    elsewhere.getOrDefault(name, name),
                    numbers.all.length,
                    0,
                    numbers.shape,
                    numbers.steps())
                .ops("s"));
    var zip = new TestZip().entry("archive/data.pkl", pickle.stop());
    tensors.forEach(
        (name, numbers) -> {
          if (!elsewhere.containsKey(name)) {
            zip.entry("archive/data/" + name, singles(numbers.all));
          }
        });
    return zip.bytes();
  }

  private static byte[] singles(float[] numbers) {
    var bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return bytes.array();
  }

  private static SequencedMap<String, Numbers> tensorsWithHead(float factor) {
    var tensors = tensors();
    var head = numbers(TABLE, VOCABULARY, WIDTH);
    for (int i = 0; i < head.all.length; i++) {
      head.all[i] *= factor;
    }
    tensors.put(HEAD, head);
    return tensors;
  }

  /// The same weights in single precision, encoder and decoder in a file each.
  static Path randomSharded(Path parent) throws IOException {
    var folder = Files.createTempDirectory(parent, "source");
    var map = new LinkedHashMap<String, String>();
    int shard = 1;
    for (var part : new String[] {"model.encoder.", "model.decoder."}) {
      var name = "model-0000" + shard++ + "-of-00002.safetensors";
      var tensors = tensors();
      tensors.keySet().removeIf(tensor -> !tensor.startsWith(part));
      tensors.keySet().forEach(tensor -> map.put(tensor, name));
      write(folder.resolve(name), tensors, Form.SINGLE);
    }
    writeIndex(folder.resolve("model.safetensors.index.json"), map);
    writeCompanions(folder);
    return folder;
  }

  private static void writeIndex(Path file, Map<String, String> shardOf) throws IOException {
    Files.writeString(
        file,
        shardOf.entrySet().stream()
            .map(entry -> "\"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
            .collect(
                Collectors.joining(
                    ", ", "{\"metadata\": {\"total_size\": 1}, \"weight_map\": {", "}}")));
  }

  private static void writeCompanions(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {
          "architectures": ["WhisperForConditionalGeneration"],
          "model_type": "whisper",
          "activation_function": "gelu",
          "d_model": 12,
          "num_mel_bins": 6,
          "max_source_positions": 70,
          "max_target_positions": 14,
          "vocab_size": 100,
          "encoder_layers": 3,
          "encoder_attention_heads": 3,
          "encoder_ffn_dim": 20,
          "decoder_layers": 2,
          "decoder_attention_heads": 2,
          "decoder_ffn_dim": 16,
          "scale_embedding": false
        }
        """);
    Files.writeString(
        folder.resolve("generation_config.json"),
        """
        {
          "alignment_heads": [[1, 1], [0, 1]],
          "begin_suppress_tokens": [3, 9],
          "suppress_tokens": [7, 1, 10],
          "is_multilingual": true
        }
        """);
    Files.writeString(
        folder.resolve("added_tokens.json"),
        """
        {
          "<|startoftranscript|>": 10,
          "<|endoftext|>": 9,
          "<|de|>": 12,
          "<|en|>": 11,
          "<|translate|>": 13,
          "<|transcribe|>": 14,
          "<|startoflm|>": 15,
          "<|startofprev|>": 16,
          "<|nocaptions|>": 17,
          "<|notimestamps|>": 18
        }
        """);
  }

  private static SequencedMap<String, Numbers> tensors() {
    return tensors(SMALL);
  }

  private static SequencedMap<String, Numbers> tensors(Sizes sizes) {
    var tensors = new LinkedHashMap<String, Numbers>();
    shapes(sizes).forEach((name, shape) -> tensors.put(name, numbers(name, shape)));
    return tensors;
  }

  /// Of one tensor, row-major.
  private static final class Numbers {
    final long[] shape;
    final float[] all;

    Numbers(long[] shape, float[] all) {
      this.shape = shape;
      this.all = all;
    }

    /// From one place of each axis to the next.
    long[] steps() {
      var steps = new long[shape.length];
      long step = 1;
      for (int axis = steps.length - 1; axis >= 0; axis--) {
        steps[axis] = step;
        step *= shape[axis];
      }
      return steps;
    }
  }

  private static Numbers numbers(String name, long... shape) {
    var random = new Random(name.hashCode());
    var numbers = new float[Math.toIntExact(product(shape))];
    double scale = shape.length == 1 ? 0.3 : 1.2 / Math.sqrt((double) product(shape) / shape[0]);
    double mean = name.endsWith("norm.weight") ? 1 : 0;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (mean + scale * random.nextGaussian());
    }
    return new Numbers(shape, numbers);
  }

  static SequencedMap<String, long[]> shapes() {
    return shapes(SMALL);
  }

  private static SequencedMap<String, long[]> shapes(Sizes sizes) {
    int width = sizes.width();
    var shapes = new LinkedHashMap<String, long[]>();
    shapes.put("model.encoder.conv1.weight", new long[] {width, sizes.mels(), 3});
    shapes.put("model.encoder.conv1.bias", new long[] {width});
    shapes.put("model.encoder.conv2.weight", new long[] {width, width, 3});
    shapes.put("model.encoder.conv2.bias", new long[] {width});
    shapes.put("model.encoder.embed_positions.weight", new long[] {sizes.audioPositions(), width});
    for (int layer = 0; layer < sizes.encoderLayers(); layer++) {
      var name = "model.encoder.layers." + layer + ".";
      attention(shapes, name + "self_attn", width);
      rest(shapes, name, width, sizes.encoderInside());
    }
    norm(shapes, "model.encoder.layer_norm", width);
    shapes.put(TABLE, new long[] {sizes.vocabulary(), width});
    shapes.put("model.decoder.embed_positions.weight", new long[] {sizes.textPositions(), width});
    for (int layer = 0; layer < sizes.decoderLayers(); layer++) {
      var name = "model.decoder.layers." + layer + ".";
      attention(shapes, name + "self_attn", width);
      attention(shapes, name + "encoder_attn", width);
      rest(shapes, name, width, sizes.decoderInside());
    }
    norm(shapes, "model.decoder.layer_norm", width);
    return shapes;
  }

  private static void attention(Map<String, long[]> shapes, String name, int width) {
    for (var projection : new String[] {"q", "k", "v", "out"}) {
      shapes.put(name + "." + projection + "_proj.weight", new long[] {width, width});
      if (!projection.equals("k")) {
        shapes.put(name + "." + projection + "_proj.bias", new long[] {width});
      }
    }
    norm(shapes, name + "_layer_norm", width);
  }

  private static void rest(Map<String, long[]> shapes, String name, int width, int inside) {
    shapes.put(name + "fc1.weight", new long[] {inside, width});
    shapes.put(name + "fc1.bias", new long[] {inside});
    shapes.put(name + "fc2.weight", new long[] {width, inside});
    shapes.put(name + "fc2.bias", new long[] {width});
    norm(shapes, name + "final_layer_norm", width);
  }

  private static void norm(Map<String, long[]> shapes, String name, int width) {
    shapes.put(name + ".weight", new long[] {width});
    shapes.put(name + ".bias", new long[] {width});
  }

  private static void write(Path file, SequencedMap<String, Numbers> tensors, Form form)
      throws IOException {
    boolean half = form == Form.HALF;
    int width = half ? Short.BYTES : Float.BYTES;
    var header = new StringBuilder("{");
    int at = 0;
    for (var tensor : tensors.entrySet()) {
      int end = at + tensor.getValue().all.length * width;
      header.append(at == 0 ? "" : ",").append('"').append(tensor.getKey()).append("\":");
      header.append("{\"dtype\":\"").append(half ? "F16" : "F32").append("\",\"shape\":");
      header.append(Arrays.toString(tensor.getValue().shape));
      header.append(",\"data_offsets\":[").append(at).append(',').append(end).append("]}");
      at = end;
    }
    var json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(Long.BYTES + json.length + at).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (var numbers : tensors.values()) {
      for (float number : numbers.all) {
        short rounded = Float.floatToFloat16(number);
        switch (form) {
          case SINGLE -> bytes.putFloat(number);
          case HALF -> bytes.putShort(rounded);
          case ROUNDED -> bytes.putFloat(Float.float16ToFloat(rounded));
        }
      }
    }
    Files.write(file, bytes.array());
  }

  private static long product(long[] shape) {
    long product = 1;
    for (long size : shape) {
      product *= size;
    }
    return product;
  }

  /// Writes the graphs of a model, without comparing them with anything.
  ///
  /// @param heads whose fit to the audio is wanted
  static DecoderSizes export(Path source, Path out, List<AlignmentHead> heads) throws IOException {
    return export(source, out, heads, Steps.FUSED);
  }

  static DecoderSizes export(Path source, Path out, List<AlignmentHead> heads, Steps steps)
      throws IOException {
    var settings = TransformersConfiguration.find(new SourceFolder(source)).orElseThrow().whisper();
    var graphs = new LinkedHashMap<String, OnnxGraph>();
    try (var files = WeightFiles.open(source);
        var folder = ConversionFolder.in(out)) {
      var weights = files.weights();
      graphs.put(
          "encoder.onnx",
          new WhisperEncoderExporter(weights, settings, Precision.F32, steps).export());
      graphs.put(
          "decoder.onnx",
          new WhisperDecoderExporter(weights, settings, Precision.F32, steps, heads).export());
      folder.write(graphs, files.published().digests());
      folder.finish();
    }
    return new DecoderSizes(
        settings.decoder().layers(),
        settings.decoder().heads(),
        settings.width() / settings.decoder().heads(),
        settings.audioPositions(),
        settings.textPositions(),
        settings.vocabulary());
  }

  /// A spectrogram, the same each time for one seed.
  static float[] mel(int bins, int columns, long seed) {
    var random = new Random(seed);
    var mel = new float[bins * columns];
    for (int i = 0; i < mel.length; i++) {
      mel[i] = (float) random.nextGaussian();
    }
    return mel;
  }
}

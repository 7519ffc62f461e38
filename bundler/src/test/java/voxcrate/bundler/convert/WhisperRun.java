package voxcrate.bundler.convert;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import voxcrate.model.DecoderSizes;

/// Runs a converted Whisper as a decoding loop would: the window once, then step by step.
final class WhisperRun implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession encoder;
  private final OrtSession decoder;
  private final DecoderSizes sizes;
  private Map<String, Numbers> audio = Map.of();
  private Map<String, Numbers> past = Map.of();

  /// In row-major order.
  @SuppressWarnings("ArrayRecordComponent")
  record Numbers(float[] floats, long[] shape) {
    /// The part of index `index` on the first axis.
    float[] part(int index) {
      int size = (int) (floats.length / shape[0]);
      return Arrays.copyOfRange(floats, index * size, (index + 1) * size);
    }
  }

  /// @param alignment batch × heads × new × positions
  record Step(Numbers logits, Numbers alignment) {}

  WhisperRun(Path folder, DecoderSizes sizes) throws OrtException {
    this.sizes = sizes;
    try (var options = new OrtSession.SessionOptions()) {
      encoder = environment.createSession(folder.resolve("encoder.onnx").toString(), options);
      decoder = environment.createSession(folder.resolve("decoder.onnx").toString(), options);
    }
  }

  /// @param mel batch × bins × columns
  void hear(float[] mel, int batch, int bins) throws OrtException {
    long columns = mel.length / batch / bins;
    try (var input =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(mel), new long[] {batch, bins, columns});
        var result = encoder.run(Map.of("mel", input))) {
      audio = read(result);
    }
    restart(batch);
  }

  /// Forgets what was said, for another batch of texts.
  void restart(int batch) {
    past = new LinkedHashMap<>();
    for (int layer = 0; layer < sizes.layers(); layer++) {
      for (var what : new String[] {"past_key.", "past_value."}) {
        var nothing = new long[] {batch, sizes.heads(), 0, sizes.headSize()};
        past.put(what + layer, new Numbers(new float[0], nothing));
      }
    }
  }

  /// What the decoder looks at, such as `cross_key.0`.
  Numbers audio(String name) {
    return get(audio, name);
  }

  /// One text.
  Step step(long... tokens) throws OrtException {
    return steps(tokens);
  }

  /// Several texts at once.
  ///
  /// @param tokens batch × new
  Step steps(long[]... tokens) throws OrtException {
    var inputs = new LinkedHashMap<String, OnnxTensor>();
    try {
      long[] shape = {tokens.length, tokens[0].length};
      var flat = LongBuffer.wrap(Arrays.stream(tokens).flatMapToLong(Arrays::stream).toArray());
      inputs.put("tokens", OnnxTensor.createTensor(environment, flat, shape));
      put(inputs, audio);
      put(inputs, past);
      try (var result = decoder.run(inputs)) {
        var outputs = read(result);
        past = new LinkedHashMap<>();
        outputs.forEach(
            (name, numbers) -> {
              if (name.startsWith("present_")) {
                past.put(name.replace("present_", "past_"), numbers);
              }
            });
        return new Step(get(outputs, "logits"), get(outputs, "alignment"));
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /// Infinite where one has more numbers than the other.
  static double largestDifference(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs((double) actual[i] - expected[i]);
      largest = difference <= largest ? largest : difference; // keeps NaN
    }
    return largest;
  }

  private static Numbers get(Map<String, Numbers> outputs, String name) {
    var numbers = outputs.get(name);
    if (numbers == null) {
      throw new IllegalArgumentException("no output " + name);
    }
    return numbers;
  }

  private void put(Map<String, OnnxTensor> inputs, Map<String, Numbers> numbers)
      throws OrtException {
    for (var input : numbers.entrySet()) {
      var floats = FloatBuffer.wrap(input.getValue().floats());
      inputs.put(
          input.getKey(), OnnxTensor.createTensor(environment, floats, input.getValue().shape()));
    }
  }

  private static Map<String, Numbers> read(OrtSession.Result result) {
    var read = new LinkedHashMap<String, Numbers>();
    for (var output : result) {
      var tensor = (OnnxTensor) output.getValue();
      var buffer = tensor.getFloatBuffer();
      var floats = new float[buffer.remaining()];
      buffer.get(floats);
      read.put(output.getKey(), new Numbers(floats, tensor.getInfo().getShape()));
    }
    return read;
  }

  @Override
  public void close() throws OrtException {
    encoder.close();
    decoder.close();
  }
}

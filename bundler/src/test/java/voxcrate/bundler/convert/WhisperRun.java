package voxcrate.bundler.convert;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import voxcrate.model.DecoderSizes;
import voxcrate.model.RuntimeStart;

/// Runs a converted Whisper as a decoding loop would: the window once, then step by step, with what
/// is remembered in one place of memory.
final class WhisperRun implements AutoCloseable {
  /// Tokens that are remembered of each window.
  private static final int ROOM = 24;

  private final OrtEnvironment environment = RuntimeStart.of(OrtEnvironment::getEnvironment);
  private final OrtSession encoder;
  private final OrtSession decoder;
  private final DecoderSizes sizes;
  private Map<String, Numbers> audio = Map.of();
  private final Map<String, OnnxTensor> memory = new LinkedHashMap<>();
  private int remembered;

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
  void restart(int batch) throws OrtException {
    forget();
    long[] shape = {batch, sizes.heads(), ROOM, sizes.headSize()};
    int bytes = batch * sizes.heads() * ROOM * sizes.headSize() * Float.BYTES;
    for (int layer = 0; layer < sizes.layers(); layer++) {
      for (var what : new String[] {"key.", "value."}) {
        var nothing = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        memory.put(
            what + layer, OnnxTensor.createTensor(environment, nothing.asFloatBuffer(), shape));
      }
    }
  }

  private void forget() {
    memory.values().forEach(OnnxTensor::close);
    memory.clear();
    remembered = 0;
  }

  /// What the decoder looks at, such as `cross_key.0`.
  Numbers audio(String name) {
    return get(audio, name);
  }

  /// One text.
  Step step(long... tokens) throws OrtException {
    return steps(tokens);
  }

  /// Several texts at once, each of a window of its own.
  ///
  /// @param tokens batch × new
  Step steps(long[]... tokens) throws OrtException {
    int count = tokens[0].length;
    var sees = new boolean[count][remembered + count];
    for (int token = 0; token < count; token++) {
      Arrays.fill(sees[token], 0, remembered + token + 1, true);
    }
    var places = LongStream.range(remembered, remembered + count).toArray();
    return steps(tokens, places, LongStream.range(0, count).toArray(), sees);
  }

  /// @param tokens batch × new
  /// @param places of each new token in its text
  /// @param scored numbers of the new tokens that logits are wanted of
  /// @param sees of each new token, whether it looks at each that is remembered, itself included
  Step steps(long[][] tokens, long[] places, long[] scored, boolean[][] sees) throws OrtException {
    int batch = tokens.length;
    int count = places.length;
    var inputs = new LinkedHashMap<String, OnnxTensor>();
    try {
      long[] shape = {batch, count};
      inputs.put("tokens", whole(Arrays.stream(tokens).flatMapToLong(Arrays::stream), shape));
      inputs.put("places", whole(times(batch, places), shape));
      inputs.put("scored", whole(LongStream.of(scored), scored.length));
      inputs.put("from", whole(LongStream.generate(() -> remembered).limit(batch), batch));
      inputs.put("mask", mask(batch, sees));
      put(inputs, audio);
      var outputs = new LinkedHashMap<String, OnnxTensor>();
      memory.forEach((name, numbers) -> outputs.put("present_" + name, numbers));
      var all = new LinkedHashMap<>(inputs);
      memory.forEach((name, numbers) -> all.put("past_" + name, numbers));
      try (var result = decoder.run(all, Set.of("logits", "alignment"), outputs)) {
        remembered += count;
        return new Step(numbers(result, "logits"), numbers(result, "alignment"));
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor mask(int batch, boolean[][] sees) throws OrtException {
    var mask = FloatBuffer.allocate(batch * sees.length * ROOM);
    for (int window = 0; window < batch; window++) {
      for (var seen : sees) {
        for (int place = 0; place < ROOM; place++) {
          mask.put(place < seen.length && seen[place] ? 0 : Float.NEGATIVE_INFINITY);
        }
      }
    }
    return OnnxTensor.createTensor(
        environment, mask.flip(), new long[] {batch, 1, sees.length, ROOM});
  }

  private OnnxTensor whole(LongStream numbers, long... shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(numbers.toArray()), shape);
  }

  private static LongStream times(int count, long[] numbers) {
    return IntStream.range(0, count).boxed().flatMapToLong(_ -> LongStream.of(numbers));
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
      read.put(output.getKey(), numbers(result, output.getKey()));
    }
    return read;
  }

  private static Numbers numbers(OrtSession.Result result, String output) {
    var tensor = (OnnxTensor) result.get(output).orElseThrow();
    var buffer = tensor.getFloatBuffer();
    var floats = new float[buffer.remaining()];
    buffer.get(floats);
    return new Numbers(floats, tensor.getInfo().getShape());
  }

  @Override
  public void close() throws OrtException {
    forget();
    encoder.close();
    decoder.close();
  }
}

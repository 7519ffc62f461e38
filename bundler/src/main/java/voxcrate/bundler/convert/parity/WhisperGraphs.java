package voxcrate.bundler.convert.parity;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import voxcrate.bundler.convert.parity.OnnxSession.Floats;
import voxcrate.bundler.convert.parity.OnnxSession.Input;
import voxcrate.bundler.convert.settings.WhisperSettings;

/// A converted Whisper in ONNX Runtime, driven as a decoding loop drives it: the encoder once, the
/// decoder step by step with what it remembers. Only one of the two is loaded at a time.
final class WhisperGraphs {
  private static final String PAST = "past_";
  private static final String PRESENT = "present_";
  private static final float HIDDEN = Float.NEGATIVE_INFINITY;

  private final Path encoder;
  private final Path decoder;
  private final WhisperSettings settings;

  WhisperGraphs(Path encoder, Path decoder, WhisperSettings settings) {
    this.encoder = encoder;
    this.decoder = decoder;
    this.settings = settings;
  }

  /// What the decoder looks at, by the names of its inputs.
  ///
  /// @param mel bands × columns
  Map<String, Floats> encode(float[] mel) throws OrtException {
    long columns = mel.length / settings.mels();
    try (var session = new OnnxSession(encoder)) {
      return session.outputs(Map.of("mel", Input.of(mel, 1, settings.mels(), columns)));
    }
  }

  /// What the decoder says after each token: logits, tokens × vocabulary, and alignment scores,
  /// tokens × heads × positions.
  static final class Decoded {
    final float[] logits;
    final float[] scores;

    Decoded(float[] logits, float[] scores) {
      this.logits = logits;
      this.scores = scores;
    }
  }

  /// Each of `runs` from the beginning.
  ///
  /// @param runs of each, the tokens of each call of the decoder
  List<Decoded> decode(Map<String, Floats> audio, List<List<List<Integer>>> runs)
      throws OrtException {
    try (var session = new OnnxSession(decoder)) {
      var decoded = new ArrayList<Decoded>();
      for (var steps : runs) {
        decoded.add(decode(session, audio, steps));
      }
      return decoded;
    }
  }

  private Decoded decode(OnnxSession session, Map<String, Floats> audio, List<List<Integer>> steps)
      throws OrtException {
    int room = steps.stream().mapToInt(List::size).sum();
    var inputs = new LinkedHashMap<String, Input>(audio);
    inputs.putAll(noPast(room));
    var logits = new ArrayList<float[]>();
    var scores = new ArrayList<float[]>();
    int from = 0;
    for (var step : steps) {
      inputs.putAll(following(step, from, room));
      from += step.size();
      var outputs = session.outputs(inputs);
      logits.add(named(outputs, "logits").toArray());
      addByToken(scores, named(outputs, "alignment"));
      inputs.putAll(past(outputs));
    }
    return new Decoded(joined(logits), joined(scores));
  }

  /// The tokens of one text, each of which looks at all before it and at itself.
  ///
  /// @param from how many tokens came before
  private static Map<String, Input> following(List<Integer> tokens, int from, int room) {
    int count = tokens.size();
    var mask = new float[count * room];
    for (int token = 0; token < count; token++) {
      Arrays.fill(mask, token * room + from + token + 1, (token + 1) * room, HIDDEN);
    }
    return Map.of(
        "tokens", Input.of(tokens.stream().mapToLong(Integer::longValue).toArray(), 1, count),
        "places", Input.of(LongStream.range(from, from + count).toArray(), 1, count),
        "scored", Input.of(LongStream.range(0, count).toArray(), count),
        "mask", Input.of(mask, 1, 1, count, room),
        "from", Input.of(new long[] {from}, 1));
  }

  private Map<String, Floats> noPast(int room) {
    int heads = settings.decoder().heads();
    long headSize = settings.width() / heads;
    var nothing = Input.of(new float[room * settings.width()], 1, heads, room, headSize);
    var past = new LinkedHashMap<String, Floats>();
    for (int layer = 0; layer < settings.decoder().layers(); layer++) {
      past.put(PAST + "key." + layer, nothing);
      past.put(PAST + "value." + layer, nothing);
    }
    return past;
  }

  private static Map<String, Floats> past(Map<String, Floats> outputs) {
    var past = new LinkedHashMap<String, Floats>();
    outputs.forEach(
        (name, numbers) -> {
          if (name.startsWith(PRESENT)) {
            past.put(PAST + name.substring(PRESENT.length()), numbers);
          }
        });
    return past;
  }

  /// From alignment heads × tokens × positions.
  private static void addByToken(List<float[]> rows, Floats scores) {
    var numbers = scores.toArray();
    int heads = Math.toIntExact(scores.shape().get(1));
    int tokens = Math.toIntExact(scores.shape().get(2));
    int positions = Math.toIntExact(scores.shape().get(3));
    for (int token = 0; token < tokens; token++) {
      for (int head = 0; head < heads; head++) {
        int row = (head * tokens + token) * positions;
        rows.add(Arrays.copyOfRange(numbers, row, row + positions));
      }
    }
  }

  private static Floats named(Map<String, Floats> outputs, String name) throws OrtException {
    var found = outputs.get(name);
    if (found == null) {
      throw new OrtException("the decoder has no output " + name);
    }
    return found;
  }

  private static float[] joined(List<float[]> parts) {
    int length = parts.stream().mapToInt(part -> part.length).sum();
    var whole = new float[length];
    int at = 0;
    for (var part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}

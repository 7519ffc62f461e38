package voxcrate.journeys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.diarization.Rttm;
import voxcrate.engine.diarization.RttmTurn;

/// The voices of the demo recordings, cut out where nobody else speaks.
final class DemoVoices {
  static final int RATE = 16_000;
  private static final double SHORTEST_SECONDS = 1.2;
  private static final Path RECORDINGS = Source.root().resolve("scripts/demo-models");

  private final Map<String, List<float[]>> stretches = new LinkedHashMap<>();

  /// All 23: of the held-out recordings and of the samples.
  static DemoVoices read() throws IOException {
    var voices = new DemoVoices();
    for (var set : List.of("heldout", "samples")) {
      try (var files = Files.list(RECORDINGS.resolve(set))) {
        for (var file : files.filter(path -> path.toString().endsWith(".rttm")).sorted().toList()) {
          voices.add(file);
        }
      }
    }
    return voices;
  }

  List<String> names() {
    return List.copyOf(stretches.keySet());
  }

  /// A voice's stretches of speech one after another, repeated when there are too few.
  float[] speech(String name, double seconds) {
    var own = stretches.getOrDefault(name, List.of(new float[1]));
    var speech = new float[(int) (seconds * RATE)];
    int filled = 0;
    for (int i = 0; filled < speech.length; i++) {
      var stretch = own.get(i % own.size());
      int count = Math.min(stretch.length, speech.length - filled);
      System.arraycopy(stretch, 0, speech, filled, count);
      filled += count;
    }
    return speech;
  }

  private void add(Path rttm) {
    var turns = Rttm.read(rttm);
    var samples = samples(Path.of(rttm.toString().replace(".rttm", ".flac")), RATE);
    for (var turn : turns) {
      if (turn.durationSeconds() >= SHORTEST_SECONDS && isAlone(turn, turns)) {
        stretches
            .computeIfAbsent(turn.speaker(), _ -> new ArrayList<>())
            .add(
                Arrays.copyOfRange(
                    samples, (int) (turn.startSeconds() * RATE), (int) (turn.endSeconds() * RATE)));
      }
    }
  }

  private static boolean isAlone(RttmTurn turn, List<RttmTurn> turns) {
    return turns.stream()
        .filter(other -> !other.speaker().equals(turn.speaker()))
        .noneMatch(
            other ->
                other.startSeconds() < turn.endSeconds()
                    && turn.startSeconds() < other.endSeconds());
  }

  /// Two minutes of a file at most.
  static float[] samples(Path file, int sampleRate) {
    try (var waveform = Waveform.open(file, new ChannelChoice.Average(), sampleRate)) {
      var samples = new float[sampleRate * 120];
      return Arrays.copyOf(samples, waveform.read(samples, 0, samples.length));
    }
  }

  /// Writes a WAV file of 16 bits.
  static Path write(Path file, int sampleRate, float[]... channels) throws IOException {
    int frames = channels[0].length;
    int bytes = 2 * channels.length * frames;
    var wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(US_ASCII))
        .putInt(36 + bytes)
        .put("WAVEfmt ".getBytes(US_ASCII))
        .putInt(16);
    wav.putShort((short) 1).putShort((short) channels.length).putInt(sampleRate);
    wav.putInt(2 * channels.length * sampleRate).putShort((short) (2 * channels.length));
    wav.putShort((short) 16).put("data".getBytes(US_ASCII)).putInt(bytes);
    for (int i = 0; i < frames; i++) {
      for (var channel : channels) {
        wav.putShort((short) Math.clamp(Math.round(channel[i] * 32_767), -32_768, 32_767));
      }
    }
    return Files.write(file, wav.array());
  }
}

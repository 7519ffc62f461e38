package voxcrate.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import voxcrate.engine.models.InstalledModel;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.ModelDescriptorCodec;

/// A Whisper of random weights that hears one second and knows 271 tokens of text.
public final class TinyWhisper {
  public static final Path FOLDER = Path.of("src/test/resources/transcription/whisper-tiny");

  private TinyWhisper() {}

  public static InstalledModel installed() {
    try {
      var bytes = Files.readAllBytes(FOLDER.resolve(ModelDescriptor.FILE_NAME));
      return new InstalledModel(FOLDER, ModelDescriptorCodec.read(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Transcription model() {
    return (Transcription) installed().descriptor().speech();
  }

  /// A spectrogram of noise, one for each seed.
  public static float[] mel(int seed) {
    var mel = new float[20 * 100];
    var random = new Random(seed);
    for (int i = 0; i < mel.length; i++) {
      mel[i] = (float) random.nextGaussian();
    }
    return mel;
  }
}

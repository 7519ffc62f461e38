package voxcrate.bundler.convert;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import voxcrate.bundler.convert.checkpoint.LightningCheckpoint;
import voxcrate.bundler.convert.checkpoint.PickledModel;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.Precision;
import voxcrate.progress.ProgressListener;

/// Checkpoints and reference numbers: small ones of our own from the test resources, public ones
/// from the shared folder where it is there.
public final class Fixtures {
  private Fixtures() {}

  /// A file of the shared fixtures; skips the test where they are absent.
  public static Path shared(String path) {
    var file = Path.of(System.getProperty("voxcrate.source"), "..", "shared", "fixtures", path);
    assumeTrue(Files.exists(file), "the shared fixtures are not on this machine: " + path);
    return file.normalize();
  }

  public static Npz sharedNumbers(String path) {
    try (var in = Files.newInputStream(shared(path))) {
      return Npz.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Bytes of a test resource beside this class.
  static byte[] resource(String name) {
    try (var in = Fixtures.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts a checkpoint into a folder of its own below `parent`.
  static Path folderWith(Path parent, byte[] checkpoint) {
    try {
      var folder = Files.createTempDirectory(parent, "source");
      Files.write(folder.resolve(PickledModel.FILE_NAME), checkpoint);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The checkpoint of such a folder.
  static LightningCheckpoint lightning(Path folder) {
    return (LightningCheckpoint) PickledModel.open(folder.resolve(PickledModel.FILE_NAME));
  }

  static ModelDescriptor convert(Path folder, Path out) {
    return convert(folder, Precision.F32, out);
  }

  static ModelDescriptor convert(Path folder, Precision precision, Path out) {
    var source = new SourceModel("voxcrate-test/model", null, "MIT", folder);
    return new Converter(precision).convert(source, out, ProgressListener.SILENT).descriptor();
  }

  /// Ten seconds of the public sample, 16 kHz mono 16-bit, from `startSeconds`.
  public static float[] sampleWindow(double startSeconds) {
    try {
      var wav =
          ByteBuffer.wrap(Files.readAllBytes(shared("audio/pyannote-sample/sample.wav")))
              .order(ByteOrder.LITTLE_ENDIAN);
      int data = 12;
      while (wav.getInt(data) != 0x61746164) { // "data"
        data += 8 + wav.getInt(data + 4);
      }
      var window = new float[160_000];
      for (int t = 0; t < window.length; t++) {
        window[t] = wav.getShort(data + 8 + 2 * ((int) (startSeconds * 16_000) + t)) / 32768f;
      }
      return window;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import voxcrate.engine.clustering.CentroidLinkage;

/// Measures centroid linkage; `scripts/bench clustering` starts it with the heap that is allowed
/// and a file of unit vectors of 256 little-endian floats.
public final class ClusteringBench {
  private static final int DIMENSION = 256;

  private ClusteringBench() {}

  public static void main(String[] arguments) throws IOException {
    var voices = voices(Path.of(arguments[0]));
    double before = cpuSeconds();
    long start = System.nanoTime();
    var tree = CentroidLinkage.of(voices);
    System.out.printf(
        Locale.ROOT,
        "%d voices: wall %.1f s, CPU %.1f s, %d merges, heap of at most %d MiB%n",
        voices.size(),
        (System.nanoTime() - start) / 1e9,
        cpuSeconds() - before,
        tree.vectors() - 1,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  private static List<float[]> voices(Path file) throws IOException {
    var voices = new ArrayList<float[]>();
    var row = ByteBuffer.allocate(DIMENSION * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (var in = Files.newByteChannel(file)) {
      while (in.read(row) >= 0) {
        if (!row.hasRemaining()) {
          var voice = new float[DIMENSION];
          row.flip().asFloatBuffer().get(voice);
          voices.add(voice);
          row.clear();
        }
      }
    }
    return voices;
  }
}

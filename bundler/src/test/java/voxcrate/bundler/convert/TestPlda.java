package voxcrate.bundler.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import voxcrate.bundler.convert.checkpoint.PldaFiles;
import voxcrate.bundler.convert.checkpoint.TestNpy;
import voxcrate.bundler.convert.checkpoint.TestZip;

/// A PLDA in the form of community-1.
final class TestPlda {
  /// From 16 to 8 dimensions.
  static final Path TINY =
      Path.of(
          System.getProperty("voxcrate.source"),
          "bundler/src/test/resources/voxcrate/bundler/convert/plda-tiny");

  private TestPlda() {}

  /// The arrays of [#TINY], to be changed.
  static Map<String, double[]> tiny() {
    var plda = PldaFiles.read(TINY);
    var arrays = new LinkedHashMap<String, double[]>();
    arrays.put("mean1", plda.mean1());
    arrays.put("lda", plda.lda());
    arrays.put("mean2", plda.mean2());
    arrays.put("mu", plda.mu());
    arrays.put("tr", plda.tr());
    arrays.put("psi", plda.psi());
    return arrays;
  }

  static Map<String, double[]> random(int input, int dimension) {
    var random = new Random(input);
    var arrays = new LinkedHashMap<String, double[]>();
    arrays.put("mean1", random.doubles(input).toArray());
    arrays.put("lda", random.doubles((long) input * dimension).toArray());
    arrays.put("mean2", random.doubles(dimension).toArray());
    arrays.put("mu", random.doubles(dimension).toArray());
    arrays.put("tr", random.doubles((long) dimension * dimension).toArray());
    arrays.put("psi", random.doubles(dimension, 1, 9).toArray());
    return arrays;
  }

  /// Writes both files into `folder`, which exists.
  static Path write(Path folder, Map<String, double[]> arrays, int input, int dimension)
      throws IOException {
    var transform = new TestZip();
    var model = new TestZip();
    arrays.forEach(
        (name, numbers) -> {
          var npy =
              switch (name) {
                case "lda" -> TestNpy.doubles(numbers, input, dimension);
                case "tr" -> TestNpy.doubles(numbers, dimension, dimension);
                case String _ -> TestNpy.doubles(numbers, numbers.length);
              };
          boolean ofTransform = name.startsWith("mean") || name.equals("lda");
          (ofTransform ? transform : model).entry(name + ".npy", npy);
        });
    Files.write(folder.resolve("xvec_transform.npz"), transform.bytes());
    Files.write(folder.resolve("plda.npz"), model.bytes());
    return folder;
  }
}

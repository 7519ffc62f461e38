package voxcrate.engine.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RowSketchTest {
  /// Vectors of 64 numbers around a few centres, with copies among them.
  static List<float[]> voices(int count) {
    var random = new Random(3);
    var centres = new float[6][64];
    for (var centre : centres) {
      for (int i = 0; i < centre.length; i++) {
        centre[i] = (float) random.nextGaussian();
      }
    }
    var voices = new ArrayList<float[]>();
    for (int i = 0; i < count; i++) {
      var voice = centres[random.nextInt(centres.length)].clone();
      for (int d = 0; d < voice.length; d++) {
        voice[d] += (float) (0.7 * random.nextGaussian());
      }
      voices.add(i % 50 == 49 ? voices.get(i - 7) : Vectors.unit(voice));
    }
    return voices;
  }

  @Test
  void bounds_are_never_above_the_distance_and_seldom_far_below() {
    var rows = doubles(voices(1200));
    var sketch = new RowSketch(LeadingAxes.of(voices(1200), RowSketch.axes()), rows);

    var shares = shares(sketch, rows);

    assertThat(shares).allMatch(share -> share <= 1);
    assertThat(shares).filteredOn(share -> share > 0.6).hasSizeGreaterThan(shares.size() / 2);
  }

  @Test
  void bounds_hold_where_all_vectors_lie_on_a_line() {
    var line =
        IntStream.range(0, 600).mapToObj(i -> new float[] {i / 600f, 2 * i / 600f, 0, 1}).toList();
    var rows = doubles(line);
    var sketch = new RowSketch(LeadingAxes.of(line, RowSketch.axes()), rows);

    assertThat(shares(sketch, rows)).allMatch(share -> share > 0.9 && share <= 1);
  }

  @Test
  void a_row_that_is_gone_is_far_from_everything() {
    var rows = doubles(voices(3));
    var sketch = new RowSketch(LeadingAxes.of(voices(3), RowSketch.axes()), rows);
    var position = new float[RowSketch.axes()];
    var bounds = new float[RowSketch.BLOCK];

    sketch.remove(1);
    sketch.take(0, position);
    sketch.bounds(position, 0, bounds);

    assertThat(bounds[1]).isGreaterThan(1e20f).isFinite();
    assertThat(bounds[2]).isLessThan(4);
  }

  /// Bounds of some rows to all that differ, as shares of the squared distances.
  private static List<Double> shares(RowSketch sketch, double[][] rows) {
    var shares = new ArrayList<Double>();
    var position = new float[RowSketch.axes()];
    var bounds = new float[RowSketch.BLOCK];
    for (int row = 0; row < rows.length; row += 37) {
      sketch.take(row, position);
      for (int other = 0; other < rows.length; other++) {
        sketch.bounds(position, other / RowSketch.BLOCK, bounds);
        double distance = squaredDistance(rows[row], rows[other]);
        if (distance > 1e-3) {
          shares.add(bounds[other % RowSketch.BLOCK] / distance);
        }
      }
    }
    return shares;
  }

  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  static double[][] doubles(List<float[]> vectors) {
    var rows = new double[vectors.size()][];
    for (int row = 0; row < rows.length; row++) {
      var vector = vectors.get(row);
      rows[row] = IntStream.range(0, vector.length).mapToDouble(i -> vector[i]).toArray();
    }
    return rows;
  }
}

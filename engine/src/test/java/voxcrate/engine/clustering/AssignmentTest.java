package voxcrate.engine.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import voxcrate.engine.testing.Fixtures;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

final class AssignmentTest {
  /// Against SciPy's `linear_sum_assignment(maximize=True)`.
  @Test
  void total_weight_equals_scipy() throws IOException {
    var cases = Files.readString(Fixtures.require("clustering-ref", "assignment.json"));

    for (var item : ((Json.Arr) JsonReader.read(cases)).items()) {
      var weights = weights(((Json.Obj) item).array("cost"));
      var rows = ((Json.Obj) item).array("rows");
      var columns = ((Json.Obj) item).array("cols");
      double expected = 0;
      for (int i = 0; i < rows.size(); i++) {
        expected += weights[integer(rows.get(i))][integer(columns.get(i))];
      }

      assertThat(total(weights, Assignment.best(weights)))
          .as("%s", item)
          .isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void total_weight_equals_that_of_trying_everything() {
    var random = new Random(7);
    for (int i = 0; i < 200; i++) {
      var weights = new double[1 + random.nextInt(5)][1 + random.nextInt(5)];
      for (var row : weights) {
        for (int column = 0; column < row.length; column++) {
          row[column] = random.nextInt(10);
        }
      }

      assertThat(total(weights, Assignment.best(weights)))
          .isCloseTo(best(weights, 0, 0), within(1e-9));
    }
  }

  @Test
  void nobody_is_assigned_where_there_is_nobody() {
    assertThat(Assignment.best(new double[0][0])).isEmpty();
    assertThat(Assignment.best(new double[2][0])).containsExactly(-1, -1);
  }

  private static double total(double[][] weights, int[] columnOf) {
    double total = 0;
    for (int row = 0; row < weights.length; row++) {
      total += columnOf[row] < 0 ? 0 : weights[row][columnOf[row]];
    }
    return total;
  }

  private static double best(double[][] weights, int row, int used) {
    if (row == weights.length) {
      return 0;
    }
    double best = best(weights, row + 1, used);
    for (int column = 0; column < weights[row].length; column++) {
      if ((used & 1 << column) == 0) {
        best = Math.max(best, weights[row][column] + best(weights, row + 1, used | 1 << column));
      }
    }
    return best;
  }

  private static double[][] weights(List<Json> cost) {
    return cost.stream()
        .map(
            row ->
                ((Json.Arr) row)
                    .items().stream()
                        .mapToDouble(value -> ((Json.Num) value).value().doubleValue())
                        .toArray())
        .toArray(double[][]::new);
  }

  private static int integer(Json json) {
    return (int) ((Json.Num) json).asLong();
  }
}

package voxcrate.engine.spectrum;

/// A stage of radix five: terms that stand symmetrically to the first are added and subtracted once
/// and serve two results each (Winograd 1978 has fewer products still).
final class FiveStage extends FftStage {
  private static final double COSINE_1 = Math.cos(2 * Math.PI / 5);
  private static final double COSINE_2 = Math.cos(4 * Math.PI / 5);
  private static final double SINE_1 = Math.sin(2 * Math.PI / 5);
  private static final double SINE_2 = Math.sin(4 * Math.PI / 5);

  FiveStage(int left, int stride) {
    super(5, left, stride);
  }

  @Override
  void run(double[] real, double[] imaginary, double[] targetReal, double[] targetImaginary) {
    int apart = stride * groups;
    for (int group = 0; group < groups; group++) {
      for (int i = 0; i < stride; i++) {
        int a = stride * group + i;
        int t = 5 * stride * group + i;
        double x = real[a];
        double y = imaginary[a];
        double sum1X = real[a + apart] + real[a + 4 * apart];
        double sum1Y = imaginary[a + apart] + imaginary[a + 4 * apart];
        double sum2X = real[a + 2 * apart] + real[a + 3 * apart];
        double sum2Y = imaginary[a + 2 * apart] + imaginary[a + 3 * apart];
        double less1X = real[a + apart] - real[a + 4 * apart];
        double less1Y = imaginary[a + apart] - imaginary[a + 4 * apart];
        double less2X = real[a + 2 * apart] - real[a + 3 * apart];
        double less2Y = imaginary[a + 2 * apart] - imaginary[a + 3 * apart];
        targetReal[t] = x + sum1X + sum2X;
        targetImaginary[t] = y + sum1Y + sum2Y;
        double middleX = x + COSINE_1 * sum1X + COSINE_2 * sum2X;
        double middleY = y + COSINE_1 * sum1Y + COSINE_2 * sum2Y;
        double sideX = SINE_1 * less1X + SINE_2 * less2X;
        double sideY = SINE_1 * less1Y + SINE_2 * less2Y;
        put(targetReal, targetImaginary, t, group, 1, middleX + sideY, middleY - sideX);
        put(targetReal, targetImaginary, t, group, 4, middleX - sideY, middleY + sideX);
        middleX = x + COSINE_2 * sum1X + COSINE_1 * sum2X;
        middleY = y + COSINE_2 * sum1Y + COSINE_1 * sum2Y;
        sideX = SINE_2 * less1X - SINE_1 * less2X;
        sideY = SINE_2 * less1Y - SINE_1 * less2Y;
        put(targetReal, targetImaginary, t, group, 2, middleX + sideY, middleY - sideX);
        put(targetReal, targetImaginary, t, group, 3, middleX - sideY, middleY + sideX);
      }
    }
  }

  private void put(
      double[] real, double[] imaginary, int at, int group, int result, double x, double y) {
    double cosine = cosines[4 * group + result - 1];
    double sine = sines[4 * group + result - 1];
    real[at + stride * result] = x * cosine - y * sine;
    imaginary[at + stride * result] = x * sine + y * cosine;
  }
}

package voxcrate.engine.spectrum;

/// A stage of radix four, whose roots are 1, -i, -1 and i.
final class FourStage extends FftStage {
  FourStage(int left, int stride) {
    super(4, left, stride);
  }

  @Override
  void run(double[] real, double[] imaginary, double[] targetReal, double[] targetImaginary) {
    int apart = stride * groups;
    for (int group = 0; group < groups; group++) {
      int turn = 3 * group;
      double cosine1 = cosines[turn];
      double sine1 = sines[turn];
      double cosine2 = cosines[turn + 1];
      double sine2 = sines[turn + 1];
      double cosine3 = cosines[turn + 2];
      double sine3 = sines[turn + 2];
      int source = stride * group;
      int target = 4 * stride * group;
      for (int i = 0; i < stride; i++) {
        int a = source + i;
        double sumReal = real[a] + real[a + 2 * apart];
        double sumImaginary = imaginary[a] + imaginary[a + 2 * apart];
        double differenceReal = real[a] - real[a + 2 * apart];
        double differenceImaginary = imaginary[a] - imaginary[a + 2 * apart];
        double otherReal = real[a + apart] + real[a + 3 * apart];
        double otherImaginary = imaginary[a + apart] + imaginary[a + 3 * apart];
        // -i times the difference of the second and the fourth.
        double turnedReal = imaginary[a + apart] - imaginary[a + 3 * apart];
        double turnedImaginary = real[a + 3 * apart] - real[a + apart];
        int t = target + i;
        targetReal[t] = sumReal + otherReal;
        targetImaginary[t] = sumImaginary + otherImaginary;
        double x = differenceReal + turnedReal;
        double y = differenceImaginary + turnedImaginary;
        targetReal[t + stride] = x * cosine1 - y * sine1;
        targetImaginary[t + stride] = x * sine1 + y * cosine1;
        x = sumReal - otherReal;
        y = sumImaginary - otherImaginary;
        targetReal[t + 2 * stride] = x * cosine2 - y * sine2;
        targetImaginary[t + 2 * stride] = x * sine2 + y * cosine2;
        x = differenceReal - turnedReal;
        y = differenceImaginary - turnedImaginary;
        targetReal[t + 3 * stride] = x * cosine3 - y * sine3;
        targetImaginary[t + 3 * stride] = x * sine3 + y * cosine3;
      }
    }
  }
}

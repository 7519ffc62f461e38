package net.sourceforge.jaad.aac.tools;

import net.sourceforge.jaad.aac.AACException;
import net.sourceforge.jaad.aac.SampleRate;
import net.sourceforge.jaad.aac.syntax.BitStream;
import net.sourceforge.jaad.aac.syntax.ICSInfo;
import net.sourceforge.jaad.aac.syntax.ICStream;

/// Temporal noise shaping (ISO 14496-3, 4.6.9): filters that run over the spectrum, so that the
/// noise of coding follows the sound in time. Most encoders use it where speech begins suddenly.
///
/// JAAD reads these data and does not apply them; this class stands in the place of its own.
public final class TNS {
  private static final int MAX_ORDER = 20;
  private static final int MAX_FILTERS = 4;
  private static final int WINDOWS = 8;
  private static final int SHORT_WINDOW = 128;

  /// Bands that the filters may reach for AAC-LC, by sample rate from 96 kHz down to 7.35 kHz
  /// (table 4.137).
  private static final int[] LONG_BANDS = {31, 31, 34, 40, 42, 51, 46, 46, 42, 42, 42, 39, 39};

  private static final int[] SHORT_BANDS = {9, 9, 10, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14};
  private static final int[] SAMPLE_RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000
  };

  private final int[] filters = new int[WINDOWS];
  private final int[][] lengths = new int[WINDOWS][MAX_FILTERS];
  private final int[][] orders = new int[WINDOWS][MAX_FILTERS];
  private final boolean[][] downward = new boolean[WINDOWS][MAX_FILTERS];
  private final double[][][] reflections = new double[WINDOWS][MAX_FILTERS][MAX_ORDER];

  /// Takes the filters of one channel of one packet.
  public void decode(BitStream in, ICSInfo info) {
    boolean isShort = info.isEightShortFrame();
    for (int window = 0; window < info.getWindowCount(); window++) {
      filters[window] = in.readBits(isShort ? 1 : 2);
      int resolution = filters[window] == 0 ? 0 : in.readBit() + 3;
      for (int filter = 0; filter < filters[window]; filter++) {
        lengths[window][filter] = in.readBits(isShort ? 4 : 6);
        orders[window][filter] = in.readBits(isShort ? 3 : 5);
        if (orders[window][filter] > MAX_ORDER) {
          throw new AACException("a filter of order " + orders[window][filter]);
        }
        if (orders[window][filter] > 0) {
          downward[window][filter] = in.readBool();
          readReflections(in, reflections[window][filter], orders[window][filter], resolution);
        }
      }
    }
  }

  private static void readReflections(
      BitStream in, double[] reflections, int order, int resolution) {
    int bits = resolution - in.readBit();
    double half = 1 << (resolution - 1);
    for (int i = 0; i < order; i++) {
      int unused = Integer.SIZE - bits;
      int value = (in.readBits(bits) << unused) >> unused;
      double steps = value >= 0 ? half - 0.5 : half + 0.5;
      reflections[i] = Math.sin(value / steps * (Math.PI / 2));
    }
  }

  /// Applies the filters to the spectrum of one channel.
  ///
  /// @param decode false where a predictor wants the inverse, which AAC-LC never does
  public void process(ICStream stream, float[] spectrum, SampleRate rate, boolean decode) {
    var info = stream.getInfo();
    int[] offsets = info.getSWBOffsets();
    int reach = Math.min(bands(rate, info.isEightShortFrame()), info.getMaxSFB());
    for (int window = 0; window < info.getWindowCount(); window++) {
      int bottom = info.getSWBCount();
      for (int filter = 0; filter < filters[window]; filter++) {
        int top = bottom;
        bottom = Math.max(top - lengths[window][filter], 0);
        int from = offsets[Math.min(bottom, reach)];
        int to = offsets[Math.min(top, reach)];
        int order = orders[window][filter];
        if (order > 0 && to > from) {
          int start = window * SHORT_WINDOW;
          filter(
              spectrum,
              start + (downward[window][filter] ? to - 1 : from),
              downward[window][filter] ? -1 : 1,
              to - from,
              prediction(reflections[window][filter], order));
        }
      }
    }
  }

  /// Reflection coefficients to those of a linear prediction, by Levinson's recursion.
  private static double[] prediction(double[] reflections, int order) {
    var prediction = new double[order];
    for (int m = 0; m < order; m++) {
      var before = prediction.clone();
      for (int i = 0; i < m; i++) {
        prediction[i] = before[i] + reflections[m] * before[m - 1 - i];
      }
      prediction[m] = reflections[m];
    }
    return prediction;
  }

  private static void filter(
      float[] spectrum, int start, int step, int count, double[] prediction) {
    for (int i = 0; i < count; i++) {
      int at = start + i * step;
      double sum = spectrum[at];
      for (int k = 0; k < Math.min(prediction.length, i); k++) {
        sum -= prediction[k] * spectrum[at - (k + 1) * step];
      }
      spectrum[at] = (float) sum;
    }
  }

  private static int bands(SampleRate rate, boolean isShort) {
    int place = 0;
    while (place < SAMPLE_RATES.length && rate.getNominal().getFrequency() < SAMPLE_RATES[place]) {
      place++;
    }
    return (isShort ? SHORT_BANDS : LONG_BANDS)[place];
  }
}

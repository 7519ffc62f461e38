package voxcrate.engine.audio.pcm;

/// The two logarithmic codes of telephony (ITU-T G.711), as tables of the 256 values.
final class Companding {
  static final float[] A_LAW = aLaw();
  static final float[] MU_LAW = muLaw();

  private Companding() {}

  /// 13 bits: sign, three bits exponent, four bits mantissa; every second bit inverted.
  private static float[] aLaw() {
    var table = new float[256];
    for (int code = 0; code < table.length; code++) {
      int bits = code ^ 0x55;
      int exponent = (bits >> 4) & 7;
      int mantissa = ((bits & 15) << 4) + 8;
      int magnitude = exponent == 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
      table[code] = ((bits & 0x80) != 0 ? magnitude : -magnitude) / 32768f;
    }
    return table;
  }

  /// 14 bits: as A-law with a bias of 33 quarters, all bits inverted.
  private static float[] muLaw() {
    var table = new float[256];
    for (int code = 0; code < table.length; code++) {
      int bits = ~code;
      int magnitude = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
      table[code] = ((bits & 0x80) != 0 ? -magnitude : magnitude) / 32768f;
    }
    return table;
  }
}

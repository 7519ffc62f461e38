package com.jcraft.jorbis;

/// How much JOrbis would lay out for a stream whose heads it has read. A few bytes can ask for
/// gigabytes: each mode has tables of its own for each of its submaps, and one of them grows with
/// the power of its codebook's dimensions.
public final class Layout {
  /// An array's own head, in numbers of four bytes.
  private static final int ARRAY = 6;

  /// Tables of a floor of the first kind: filters and transforms of its whole scale.
  private static final int FLOOR_TABLES = 10;

  private Layout() {}

  /// In numbers of four bytes, roughly.
  public static double numbers(Info info) {
    double numbers = 0;
    for (int mode = 0; mode < info.modes; mode++) {
      var mapping = (Mapping0.InfoMapping0) info.map_param[info.mode_param[mode].mapping];
      for (int submap = 0; submap < mapping.submaps; submap++) {
        numbers += residue(info, mapping.residuesubmap[submap]);
        numbers += floor(info.floor_param[mapping.floorsubmap[submap]]);
      }
    }
    return numbers;
  }

  private static double residue(Info info, int number) {
    var residue = (Residue0.InfoResidue0) info.residue_param[number];
    int dimensions = info.book_param[residue.groupbook].dim;
    return Math.pow(residue.partitions, dimensions) * (ARRAY + dimensions);
  }

  private static double floor(Object floor) {
    return floor instanceof Floor0.InfoFloor0 scale ? (double) FLOOR_TABLES * scale.barkmap : 0;
  }
}

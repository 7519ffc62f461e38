package voxcrate.engine.clustering;

import java.util.Arrays;

/// Rows along a few leading axes only, in single precision: enough to see of most pairs that they
/// are too far apart to matter.
///
/// Laid out so that the compiler makes vector instructions of the one hot loop: blocks of rows,
/// and in a block axis by axis.
final class RowSketch {
  /// Rows of a block: their bounds stay in the first-level cache.
  static final int BLOCK = 512;

  /// Axes that are added up in one go; each go reads and writes all bounds once.
  private static final int STRIP = 4;

  /// How many axes are kept: with 256-dimensional voices about nine in ten pairs need no more.
  private static final int AXES = 8 * STRIP;

  /// Where rows are that are no more: far from everything, and their squares still finite.
  private static final float NOWHERE = 1e15f;

  /// More than rounding can add to a sum of so many squares: (axes + 2) × 2⁻²⁴.
  private static final float RELATIVE_ERROR = 1e-5f;

  private final LeadingAxes axes;
  private final float[][][] blocks;
  private final float[] coordinates = new float[AXES];
  private final float margin;

  /// @param vectors rows × dimension
  RowSketch(LeadingAxes axes, double[][] vectors) {
    this.axes = axes;
    blocks = new float[Math.ceilDiv(vectors.length, BLOCK)][AXES][BLOCK];
    for (var block : blocks) {
      for (var axis : block) {
        Arrays.fill(axis, NOWHERE);
      }
    }
    double largest = 0;
    for (int row = 0; row < vectors.length; row++) {
      put(row, vectors[row]);
      largest = Math.max(largest, squaredLength());
    }
    // Coordinates are off by up to 2⁻²⁴ of themselves, which moves a squared distance by no more
    // than a few times that of the longest vector's square; and a mean is no longer than that.
    margin = (float) (RELATIVE_ERROR * largest);
  }

  static int axes() {
    return AXES;
  }

  void put(int row, double[] vector) {
    axes.project(vector, coordinates);
    var block = blocks[row / BLOCK];
    for (int axis = 0; axis < AXES; axis++) {
      block[axis][row % BLOCK] = coordinates[axis];
    }
  }

  private double squaredLength() {
    double sum = 0;
    for (float coordinate : coordinates) {
      sum += (double) coordinate * coordinate;
    }
    return sum;
  }

  void remove(int row) {
    var block = blocks[row / BLOCK];
    for (int axis = 0; axis < AXES; axis++) {
      block[axis][row % BLOCK] = NOWHERE;
    }
  }

  int blocks() {
    return blocks.length;
  }

  /// Where a row lies, for [#bounds].
  void take(int row, float[] position) {
    var block = blocks[row / BLOCK];
    for (int axis = 0; axis < AXES; axis++) {
      position[axis] = block[axis][row % BLOCK];
    }
  }

  /// Lower bounds of the squared distances from a position to the rows of one block.
  void bounds(float[] position, int block, float[] bounds) {
    Arrays.fill(bounds, -margin);
    for (int axis = 0; axis < AXES; axis += STRIP) {
      addStrip(blocks[block], axis, position, bounds);
    }
  }

  /// One index for all arrays: two of them are then the same or have nothing in common, and the
  /// compiler needs to know no more.
  private static void addStrip(float[][] block, int axis, float[] position, float[] bounds) {
    var b0 = block[axis];
    var b1 = block[axis + 1];
    var b2 = block[axis + 2];
    var b3 = block[axis + 3];
    float p0 = position[axis];
    float p1 = position[axis + 1];
    float p2 = position[axis + 2];
    float p3 = position[axis + 3];
    for (int i = 0; i < BLOCK; i++) {
      float d0 = p0 - b0[i];
      float d1 = p1 - b1[i];
      float d2 = p2 - b2[i];
      float d3 = p3 - b3[i];
      bounds[i] += ((d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3)) * (1 - RELATIVE_ERROR);
    }
  }
}

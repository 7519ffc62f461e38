/// NVIDIA's cards: what the driver tells of them, the libraries that a release brings for them, and
/// their memory.
@NullMarked
package voxcrate.engine.cuda;

import org.jspecify.annotations.NullMarked;

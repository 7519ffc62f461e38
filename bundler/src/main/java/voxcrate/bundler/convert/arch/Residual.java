package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.onnx.Value;

/// The stream of a transformer with what a layer adds to it (He et al. 2016). The sum is made where
/// it is next needed, which is in a norm.
///
/// @param name of the sum
/// @param added shaped like `x`, or without its batch
record Residual(String name, Value x, Value added) {}

package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.arch.ResNetShape.ConvolutionName;

/// The layers that a trunk of residual blocks consists of, whatever its images are made of.
///
/// The first argument names the result. Convolutions are padded so that stride 1 keeps the size.
interface TrunkLayers<T> {
  /// @return the image that a convolution and its batch norm make of `x`, under the norm's name
  T convolution(T x, ConvolutionName names, int stride);

  /// The same with negative numbers cut off.
  T rectifiedConvolution(String name, T x, ConvolutionName names, int stride);

  /// The sum of two images with negative numbers cut off.
  T rectifiedSum(String name, T a, T b);
}

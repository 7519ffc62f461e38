/// The inference runtime, and nothing of it outside: graphs checked by digest and signature,
/// tensors, and where they run.
package voxcrate.engine.onnx;

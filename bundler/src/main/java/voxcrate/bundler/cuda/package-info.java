/// NVIDIA's libraries for the graphics card of the target, and the inference runtime that uses
// them:
/// which they are, where they come from, and what a machine must have for them.
package voxcrate.bundler.cuda;

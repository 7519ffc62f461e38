/// NVIDIA's libraries for the target's graphics card, and the inference runtime that uses them:
/// which they are, where they come from, and what a machine must have for them.
package voxcrate.bundler.cuda;

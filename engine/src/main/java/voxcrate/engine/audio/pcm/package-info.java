/// Samples that are stored as numbers, one after the other.
package voxcrate.engine.audio.pcm;

/// Coded packets to samples, each codec by a library behind a guard: whatever a library throws
/// becomes a refusal of the packet.
package voxcrate.engine.audio.codec;

/// From windows of audio to tokens: encoder, decoder with what it remembers, rules for what may be
/// said, and searches for what was said.
package voxcrate.engine.transcription.decoding;

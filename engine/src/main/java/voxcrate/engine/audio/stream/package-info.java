/// What every reader of recordings speaks: bytes in, samples out, and words for what is wrong.
package voxcrate.engine.audio.stream;

/// RIFF WAVE with its 64-bit forms, and the block codes found in it.
package voxcrate.engine.audio.wav;

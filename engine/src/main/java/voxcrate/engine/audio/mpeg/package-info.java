/// MPEG audio as a stream of frames: MP3 and its older layers, and AAC with ADTS headers.
package voxcrate.engine.audio.mpeg;

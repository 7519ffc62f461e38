/// The way out for what is not decoded here: an FFmpeg that the operator names, as a child process.
package voxcrate.engine.audio.ffmpeg;

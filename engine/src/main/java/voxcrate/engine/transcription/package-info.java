/// What is said: windows of a recording become segments of text.
package voxcrate.engine.transcription;

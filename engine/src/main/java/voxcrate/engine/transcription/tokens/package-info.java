/// Text and tokens: byte-level byte pairs, read from the model's own files.
package voxcrate.engine.transcription.tokens;

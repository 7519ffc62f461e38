/// What a transcription model hears of a window: log-mel spectrograms.
package voxcrate.engine.transcription.features;

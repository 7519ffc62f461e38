/// When each word of a known text is said: by the labels of an alignment model, or by what a
/// transcription model looks at.
package voxcrate.engine.alignment;

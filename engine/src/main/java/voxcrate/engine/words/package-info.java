/// What is said in a recording, word by word, and who says it: the way from stretches of speech to
/// a transcript.
package voxcrate.engine.words;

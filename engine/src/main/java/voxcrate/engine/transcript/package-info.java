/// Who said what, when: words, segments and turns with their speakers.
package voxcrate.engine.transcript;

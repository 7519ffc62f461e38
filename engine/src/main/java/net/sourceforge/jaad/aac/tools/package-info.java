/// The one tool of AAC that JAAD leaves out, under the name by which JAAD looks for it: the
/// engine's jar comes before JAAD's on the class path (`docs/adr/0011-audio-decoders.md`).
package net.sourceforge.jaad.aac.tools;

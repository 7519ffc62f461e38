/// What a bundle tells of itself to people and to their tools: evidence, licences, the list of its
/// parts. Everything in it follows from what is bundled; nothing names the machine or the person
/// that built it.
package voxcrate.bundler.evidence;

/// Matroska and WebM (RFC 9559, EBML by RFC 8794).
package voxcrate.engine.audio.matroska;

/// Ogg (RFC 3533) with Opus, Vorbis or FLAC inside.
package voxcrate.engine.audio.ogg;

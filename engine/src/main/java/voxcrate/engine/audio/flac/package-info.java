/// FLAC (RFC 9639), every frame's checksum compared.
package voxcrate.engine.audio.flac;

/// MP4, M4A, MOV and 3GP (ISO 14496-12, QuickTime File Format): which bytes are the packets of a
/// track, in one table or in fragments.
package voxcrate.engine.audio.mp4;

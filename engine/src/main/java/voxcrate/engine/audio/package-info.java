/// Recordings to one channel of samples at the models' rate: decoders, channel choice,
/// resampling. Recordings are untrusted; nothing here believes what a file says about itself.
package voxcrate.engine.audio;

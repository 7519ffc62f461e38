/// Takes models that somebody has already into the model cache: from a folder or an archive made by
/// other programs or by hand. All of it is read as hostile; nothing is believed before it is
// hashed.
package voxcrate.bundler.intake;

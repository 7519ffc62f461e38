/// Brings the files of a plan into the model cache: resumed where a connection broke, hashed as
/// they arrive, named only when they are right.
package voxcrate.bundler.download;

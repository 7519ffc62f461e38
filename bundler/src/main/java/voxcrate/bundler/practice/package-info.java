/// The practice hub: a Hugging Face-compatible server over a folder of model repositories, on
/// loopback, with accounts, tokens, gates and faults.
///
/// It is written from the protocol alone and shares nothing with `voxcrate.bundler.hub`, so a
/// mistake in our client cannot hide behind the same mistake here.
package voxcrate.bundler.practice;

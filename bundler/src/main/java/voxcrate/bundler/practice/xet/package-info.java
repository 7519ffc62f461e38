/// What lies in the Xet storage of the practice hub: files cut into chunks, chunks gathered in
/// xorbs, and the hashes that name them, by the public
/// [specification](https://huggingface.co/docs/xet/index). Nothing is kept beside the files: a xorb
/// is made whenever it is read.
///
/// Where chunks end is for whoever uploads a file to decide. Real clients let the content decide,
/// so that like files share chunks; here all chunks have one size, because nobody looks for
/// likeness. Hashes, formats and limits are the real ones.
package voxcrate.bundler.practice.xet;

/// The documents that travel beside a bundle, made into one page.
package voxcrate.bundler.documents;

/// The lock file: what was fetched, exactly, so that later fetches and builds get the same bytes.
package voxcrate.bundler.lock;

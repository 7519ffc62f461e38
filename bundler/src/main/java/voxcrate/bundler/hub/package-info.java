/// The hub as a client sees it: tokens, gates, listings and content. What the hub answers is a
/// value; nothing here prints, reads the environment or decides for the user.
package voxcrate.bundler.hub;

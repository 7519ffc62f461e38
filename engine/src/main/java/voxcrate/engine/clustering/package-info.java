/// Groups vectors, and tells which group is whose. Pure functions: nothing here knows of audio,
/// chunks or files.
package voxcrate.engine.clustering;

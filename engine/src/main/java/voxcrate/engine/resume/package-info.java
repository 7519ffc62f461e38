/// What a killed run leaves for the one that takes it up.
package voxcrate.engine.resume;

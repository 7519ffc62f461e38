/// How strong each frequency is in a piece of sound: what all features begin with.
package voxcrate.engine.spectrum;

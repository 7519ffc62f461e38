/// Where somebody speaks at all, and which stretches of that are transcribed at once.
package voxcrate.engine.speech;

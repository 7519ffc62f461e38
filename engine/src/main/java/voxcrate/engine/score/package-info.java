/// How far turns are from a reference.
package voxcrate.engine.score;

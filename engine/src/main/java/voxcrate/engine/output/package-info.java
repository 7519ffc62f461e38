/// Results for programs and for people, and the files they are written to.
package voxcrate.engine.output;

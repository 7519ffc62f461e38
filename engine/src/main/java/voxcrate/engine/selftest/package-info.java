/// Whether this machine hears a known recording as it should.
package voxcrate.engine.selftest;

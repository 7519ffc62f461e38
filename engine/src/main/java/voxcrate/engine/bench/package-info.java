/// How fast this machine is with the installed models, and where the time goes.
package voxcrate.engine.bench;

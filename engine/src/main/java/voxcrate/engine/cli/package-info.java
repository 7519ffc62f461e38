/// The verbs of `voxcrate`: options, wording, exit statuses; no behaviour of their own.
package voxcrate.engine.cli;

/// Which one of several recipes is taken: as somebody says, as it is locked, or by the gates.
package voxcrate.bundler.choice;

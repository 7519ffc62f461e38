/// What is wrong with an installation or its machine, and the exact command that mends it. Changes
/// nothing but a file of its own in `derived`, which it removes again.
package voxcrate.installer.doctor;

/// Looking at the machine: file systems, processor, memory, graphics cards. Changes nothing.
package voxcrate.installer.machine;

/// What is installed, as the disk has it: releases, who signed them, the room they take.
package voxcrate.installer.status;

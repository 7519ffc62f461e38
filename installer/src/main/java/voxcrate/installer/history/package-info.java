/// What has been done to an installation, read back from its log.
package voxcrate.installer.history;

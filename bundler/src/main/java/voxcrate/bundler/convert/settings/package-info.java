/// What a checkpoint's tensors do not say themselves. All that an exporter and the reference that
/// it is compared with have in common.
package voxcrate.bundler.convert.settings;

/// Documents for people that programs write: built once as a [voxcrate.report.Report], read as text
/// or as a page.
package voxcrate.report;

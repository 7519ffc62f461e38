/// Signatures of model folders in the form of OpenSSF Model Signing 1.0, which other tools verify
/// as well.
package voxcrate.bundle.oms;

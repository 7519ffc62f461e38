package voxcrate.bundler.intake;

import voxcrate.bundle.Digest;
import voxcrate.bundle.recipe.GitBlobId;
import voxcrate.bundler.plan.PlannedFile;

/// A foreign file that may be the one that is wanted.
///
/// @param sameCommit whether it is said to be of the commit that the recipe names; only then the
///     digest counts that the hub's client has noted with it
record Candidate(WantedFile wanted, ForeignFile found, boolean sameCommit) {
  /// Everything that its content is held against: the recipe's pins, and the hub's word where there
  /// is no pin.
  PlannedFile expectation() {
    var file = wanted.file();
    var noted = found.blobName().filter(_ -> sameCommit);
    return new PlannedFile(
        file.path(),
        file.sizeBytes().orElse(found.sizeBytes()),
        file.sha256().or(() -> noted.filter(Digest::isValid).map(Digest::new)),
        file.gitBlob().or(() -> noted.filter(GitBlobId::isValid).map(GitBlobId::new)),
        file.sha256().isPresent());
  }

  boolean isVerifiable() {
    return expectation().isVerifiable();
  }
}

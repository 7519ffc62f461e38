package voxcrate.engine.models;

import java.nio.file.Path;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.problem.Problem;

/// What was found of one model's folder, with the models that lie in folders below it.
public sealed interface Verdict {
  /// Where the repository's `model.json` lies.
  Path folder();

  /// Every byte is what a trusted key has signed, and nothing else lies there.
  ///
  /// @param files that the signature lists
  record Vouched(Path folder, int files, Fingerprint signer) implements Verdict {}

  /// The digests agree, and nobody vouches for them.
  ///
  /// @param files that were compared
  /// @param reason why nobody does
  record Unvouched(Path folder, int files, String reason) implements Verdict {}

  record Refused(Path folder, Problem problem) implements Verdict {}
}

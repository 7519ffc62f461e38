package voxcrate.bundler.practice;

import java.util.List;

/// What the configuration says of one repository.
///
/// @param prompt the text a person agrees to; empty for the hub's own words
/// @param formerNames names that redirect here
/// @param disabled shut by the hub itself, for everybody
/// @param xet whether its large files lie in Xet storage
public record RepositorySettings(
    Gate gate, String prompt, List<String> formerNames, boolean disabled, boolean xet) {
  public static final RepositorySettings OPEN = gated(Gate.NONE);

  public RepositorySettings {
    formerNames = List.copyOf(formerNames);
  }

  public static RepositorySettings gated(Gate gate) {
    return new RepositorySettings(gate, "", List.of(), false, false);
  }

  RepositorySettings at(Gate other) {
    return new RepositorySettings(other, prompt, formerNames, disabled, xet);
  }

  RepositorySettings inXet() {
    return new RepositorySettings(gate, prompt, formerNames, disabled, true);
  }
}

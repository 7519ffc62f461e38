package voxcrate.bundler.convert.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// A hostile file, and why it has to be refused.
final class Attack {
  private final String name;
  private final byte[] file;
  private final ConvertCode code;
  private final String reason;

  /// Opens a file with this content.
  interface Reading {
    void open(byte[] file) throws Exception;
  }

  /// @param reason part of what the message must say
  Attack(String name, byte[] file, ConvertCode code, String reason) {
    this.name = name;
    this.file = file;
    this.code = code;
    this.reason = reason;
  }

  String name() {
    return name;
  }

  /// Holds that `reading` refuses it for its reason, naming the file and printing nothing that
  /// moves a terminal.
  Problem assertRefused(String fileName, Reading reading) {
    var refusal = catchThrowableOfType(ToolException.class, () -> reading.open(file));
    assertThat(refusal).isNotNull();
    var problem = refusal.problem();
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.found()).contains(reason);
    assertThat(problem.doing()).contains(fileName);
    assertThat(problem.render()).doesNotContain("\u0000", "\u001b", "\u202e");
    return problem;
  }
}

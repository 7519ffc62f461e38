package voxcrate.engine;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// What can stop the engine. Each code has its section in `docs/errors.md`.
public enum EngineCode implements ErrorCode {
  AUDIO_UNREADABLE("VX-ENGINE-001", ExitStatus.INPUT),
  AUDIO_UNSUPPORTED("VX-ENGINE-002", ExitStatus.INPUT),
  AUDIO_BROKEN("VX-ENGINE-003", ExitStatus.INPUT),
  AUDIO_EMPTY("VX-ENGINE-004", ExitStatus.INPUT),
  AUDIO_ENCRYPTED("VX-ENGINE-005", ExitStatus.INPUT),
  AUDIO_ABSENT("VX-ENGINE-006", ExitStatus.INPUT),
  AUDIO_NO_SUCH_TRACK("VX-ENGINE-007", ExitStatus.INPUT),
  AUDIO_OUTSIDE("VX-ENGINE-008", ExitStatus.INPUT),
  FFMPEG_UNUSABLE("VX-ENGINE-009", ExitStatus.MACHINE),
  NO_PIPELINE("VX-ENGINE-010", ExitStatus.INPUT),
  MODEL_UNUSABLE("VX-ENGINE-011", ExitStatus.INPUT),
  MODEL_ALTERED("VX-ENGINE-012", ExitStatus.VERIFICATION),
  MODEL_UNSIGNED("VX-ENGINE-013", ExitStatus.VERIFICATION),
  MODEL_SIGNATURE_WRONG("VX-ENGINE-014", ExitStatus.VERIFICATION),
  MODEL_FOLDER_DIFFERS("VX-ENGINE-015", ExitStatus.VERIFICATION),
  TRUST_UNUSABLE("VX-ENGINE-016", ExitStatus.USAGE),
  TARGET_UNAVAILABLE("VX-ENGINE-020", ExitStatus.MACHINE),
  RUNTIME_FAILED("VX-ENGINE-021", ExitStatus.MACHINE),
  PROCESSOR_TOO_OLD("VX-ENGINE-022", ExitStatus.MACHINE),
  CUDA_NOT_CARRIED("VX-ENGINE-023", ExitStatus.MACHINE),
  DRIVER_ABSENT("VX-ENGINE-024", ExitStatus.MACHINE),
  DRIVER_TOO_OLD("VX-ENGINE-025", ExitStatus.MACHINE),
  DRIVER_UNUSABLE("VX-ENGINE-026", ExitStatus.MACHINE),
  CARD_ABSENT("VX-ENGINE-027", ExitStatus.MACHINE),
  CARD_UNSUPPORTED("VX-ENGINE-028", ExitStatus.MACHINE),
  CARD_MEMORY("VX-ENGINE-029", ExitStatus.MACHINE),
  BOUNDS_CONTRADICT("VX-ENGINE-030", ExitStatus.USAGE),
  OUTPUT_NOT_OURS("VX-ENGINE-031", ExitStatus.MACHINE),
  OUTPUT_UNWRITABLE("VX-ENGINE-032", ExitStatus.MACHINE),
  SETTING_UNUSABLE("VX-ENGINE-033", ExitStatus.USAGE),
  TURNS_UNREADABLE("VX-ENGINE-040", ExitStatus.INPUT),
  TOKENIZER_UNUSABLE("VX-ENGINE-041", ExitStatus.INPUT),
  NO_TRANSCRIPTION_MODEL("VX-ENGINE-042", ExitStatus.INPUT),
  LANGUAGE_UNKNOWN("VX-ENGINE-043", ExitStatus.USAGE),
  TASK_UNAVAILABLE("VX-ENGINE-044", ExitStatus.USAGE),
  TEXT_UNREADABLE("VX-ENGINE-045", ExitStatus.INPUT),
  NO_ALIGNMENT_MODEL("VX-ENGINE-046", ExitStatus.INPUT),
  SELFTEST_FAILED("VX-ENGINE-050", ExitStatus.MACHINE);

  private final String id;
  private final ExitStatus exit;

  EngineCode(String id, ExitStatus exit) {
    this.id = id;
    this.exit = exit;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public ExitStatus exit() {
    return exit;
  }
}

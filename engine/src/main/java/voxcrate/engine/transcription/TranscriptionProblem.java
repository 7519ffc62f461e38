package voxcrate.engine.transcription;

import java.util.Collection;
import voxcrate.engine.EngineCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// What a model cannot do.
final class TranscriptionProblem {
  private TranscriptionProblem() {}

  static ToolException unknownLanguage(String model, String code, Collection<String> known) {
    return new ToolException(
        Problem.of(
            EngineCode.LANGUAGE_UNKNOWN,
            "Model does not know this language",
            "preparing " + model,
            "'" + code + "'; it knows " + String.join(", ", known),
            "give one of these codes with --language",
            "without --language the one that is heard is taken"));
  }

  static ToolException cannotTranslate(String model) {
    return new ToolException(
        Problem.of(
            EngineCode.TASK_UNAVAILABLE,
            "Model of one language cannot translate",
            "preparing " + model,
            "it has no tokens for languages",
            "name a model of several languages with --model ORG/NAME",
            "voxcrate models lists what is installed"));
  }
}

package voxcrate.engine.transcription.decoding;

import java.util.List;

/// What to write of a window.
///
/// @param prompt up to the first token of the text
/// @param startFromEnd where in the prompt the token stands that a window's text begins with,
///     counted from the end, 1 being the last: behind it the decoder says whether somebody speaks
/// @param timestamps whether times are among the tokens
public record WindowTask(List<Integer> prompt, int startFromEnd, boolean timestamps) {
  public WindowTask {
    prompt = List.copyOf(prompt);
  }
}

package voxcrate.engine.words;

import java.util.List;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcription.EarlierText;

/// What is said in a window of the recording.
///
/// @param text as the model wrote it
/// @param segments with the times of their words; nobody knows yet who says them
record SaidWindow(EarlierText text, List<Segment> segments) {
  SaidWindow {
    segments = List.copyOf(segments);
  }
}

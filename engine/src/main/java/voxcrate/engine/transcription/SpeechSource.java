package voxcrate.engine.transcription;

import java.util.List;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.transcription.Transcriber.WindowListener;
import voxcrate.problem.ToolException;

/// What is transcribed by itself, such as the one channel of a recording: what is known of it, and
/// who hears what is said in it.
final class SpeechSource {
  private final WindowListener listener;
  private final Prompts prompts;
  private @Nullable String language;
  private int waiting;
  private long nanos;
  private boolean isRead;
  private boolean isOver;

  /// @param language code, where one is known
  SpeechSource(Prompts prompts, @Nullable String language, WindowListener listener) {
    this.prompts = prompts;
    this.language = language;
    this.listener = listener;
  }

  /// A window of a source that has been read, and is not transcribed yet.
  static final class Window {
    private final SpeechSource source;
    private final TimeRange range;
    private final float[] samples;

    private Window(SpeechSource source, TimeRange range, float[] samples) {
      this.source = source;
      this.range = range;
      this.samples = samples;
    }

    SpeechSource source() {
      return source;
    }

    TimeRange range() {
      return range;
    }

    float[] samples() {
      return samples;
    }
  }

  /// @param nanos that reading it took
  Window window(TimeRange range, float[] samples, long nanos) {
    waiting++;
    this.nanos += nanos;
    return new Window(this, range, samples);
  }

  /// No more windows come.
  void allRead() {
    isRead = true;
    endUnlessAwaited();
  }

  Prompts prompts() {
    return prompts;
  }

  @Nullable String language() {
    return language;
  }

  void speaks(String code) {
    language = code;
  }

  /// @param more nanoseconds that they took
  void heard(List<WindowTranscript> transcripts, List<Window> windows, long more) {
    waiting -= windows.size();
    if (isOver) {
      return;
    }
    try {
      listener.heard(transcripts, windows.stream().map(Window::samples).toList(), nanos + more);
      nanos = 0;
    } catch (ToolException e) {
      fail(e);
    }
    endUnlessAwaited();
  }

  private void endUnlessAwaited() {
    if (isRead && waiting == 0 && !isOver) {
      isOver = true;
      listener.done();
    }
  }

  void fail(ToolException failure) {
    if (!isOver) {
      isOver = true;
      listener.failed(failure);
    }
  }

  boolean isOver() {
    return isOver;
  }
}

package voxcrate.engine.words;

import java.util.ArrayList;
import java.util.List;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.diarization.Stage;
import voxcrate.engine.diarization.StageClock;
import voxcrate.engine.speech.SpeechWindows;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcription.EarlierText;
import voxcrate.engine.transcription.Transcriber;
import voxcrate.engine.transcription.WindowTranscript;

/// What is said on one channel of a recording, window after window.
final class ChannelWords {
  private final SpeechChannel channel;
  private final Transcriber transcriber;
  private final WordTimes times;
  private final StageClock clock;
  private final RecordingTranscriber.Listener listener;
  private final List<TimeRange> windows;
  private final List<Segment> segments = new ArrayList<>();
  private int heard;
  private long since;

  ChannelWords(
      SpeechChannel channel,
      Transcriber transcriber,
      WordTimes times,
      StageClock clock,
      RecordingTranscriber.Listener listener) {
    this.channel = channel;
    this.transcriber = transcriber;
    this.times = times;
    this.clock = clock;
    this.listener = listener;
    var stretches =
        SpeechWindows.of(channel.speech(), transcriber.windowSeconds()).stream()
            .map(region -> new TimeRange(region.startSeconds(), region.endSeconds()))
            .toList();
    this.windows = transcriber.windows(stretches);
  }

  double windowSeconds() {
    return windows.stream().mapToDouble(TimeRange::seconds).sum();
  }

  /// @return segments with their speakers, by time
  List<Segment> hear(Recording recording, WordLog log) {
    var earlier = log.begin(windows.size());
    times.goOnAfter(earlier);
    tell(earlier);
    var left = windows.subList(heard, windows.size());
    if (!left.isEmpty()) {
      var texts = earlier.stream().map(SaidWindow::text).toList();
      since = System.nanoTime();
      try (var audio = recording.listen(channel.channel(), transcriber.sampleRate())) {
        transcriber.transcribe(audio, left, texts, (batch, samples) -> add(batch, samples, log));
      }
    }
    return segments;
  }

  private void add(List<WindowTranscript> batch, List<float[]> samples, WordLog log) {
    count(Stage.TRANSCRIPTION);
    var said = new ArrayList<SaidWindow>();
    for (int i = 0; i < batch.size(); i++) {
      said.add(new SaidWindow(text(batch.get(i)), times.of(batch.get(i), samples.get(i))));
    }
    count(Stage.ALIGNMENT);
    log.add(said);
    tell(said);
  }

  private static EarlierText text(WindowTranscript window) {
    var decoded = window.decoded();
    return new EarlierText(window.language(), decoded.tokens(), decoded.temperature());
  }

  private void count(Stage stage) {
    long now = System.nanoTime();
    clock.add(stage, now - since);
    since = now;
  }

  private void tell(List<SaidWindow> said) {
    for (var window : said) {
      var spoken = channel.speakers().assign(window.segments());
      segments.addAll(spoken);
      listener.said(spoken, windows.get(heard).seconds());
      heard++;
    }
  }
}

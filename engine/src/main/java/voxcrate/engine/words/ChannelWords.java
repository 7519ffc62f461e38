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
import voxcrate.problem.ToolException;

/// What is said on one channel of a recording, window after window.
final class ChannelWords {
  private final SpeechChannel channel;
  private final Transcriber transcriber;
  private final WordTimes times;
  private final StageClock clock;
  private final RecordingTranscriber.Listener listener;
  private final List<TimeRange> windows;
  private int heard;

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
    this.windows = SpeechWindows.of(channel.speech(), transcriber.windowSeconds());
  }

  double windowSeconds() {
    return windows.stream().mapToDouble(TimeRange::seconds).sum();
  }

  /// @param log that knows what was said before this channel
  /// @param text takes what is said, and hears of the end, in this call or a later one
  void hear(Recording recording, WordLog log, RecordingText text) {
    var own = log.channel(windows.size());
    times.goOnAfter(own.earlier());
    tell(own.earlier(), text);
    var left = windows.subList(heard, windows.size());
    if (left.isEmpty()) {
      text.channelDone();
      return;
    }
    var before = own.earlier().stream().map(SaidWindow::text).toList();
    try (var audio = recording.listen(channel.channel(), transcriber.sampleRate())) {
      transcriber.transcribe(audio, left, before, new Heard(own, text));
    }
  }

  private final class Heard implements Transcriber.WindowListener {
    private final WordLog.Channel log;
    private final RecordingText text;

    private Heard(WordLog.Channel log, RecordingText text) {
      this.log = log;
      this.text = text;
    }

    @Override
    public void heard(List<WindowTranscript> transcripts, List<float[]> samples, long nanos) {
      if (text.isOver()) {
        return;
      }
      clock.add(Stage.TRANSCRIPTION, nanos);
      var said = clock.time(Stage.ALIGNMENT, () -> timed(transcripts, samples));
      log.add(said);
      tell(said, text);
    }

    @Override
    public void done() {
      text.channelDone();
    }

    @Override
    public void failed(ToolException failure) {
      text.fail(failure);
    }
  }

  private List<SaidWindow> timed(List<WindowTranscript> transcripts, List<float[]> samples) {
    var said = new ArrayList<SaidWindow>();
    for (int i = 0; i < transcripts.size(); i++) {
      var transcript = transcripts.get(i);
      said.add(new SaidWindow(text(transcript), times.of(transcript, samples.get(i))));
    }
    return said;
  }

  private static EarlierText text(WindowTranscript window) {
    var decoded = window.decoded();
    return new EarlierText(window.language(), decoded.tokens(), decoded.temperature());
  }

  private void tell(List<SaidWindow> said, RecordingText text) {
    for (var window : said) {
      List<Segment> spoken = channel.speakers().assign(window.segments());
      text.add(spoken);
      listener.said(spoken, windows.get(heard).seconds());
      heard++;
    }
  }
}

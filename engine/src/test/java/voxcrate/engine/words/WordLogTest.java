package voxcrate.engine.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.engine.alignment.TimedText;
import voxcrate.engine.alignment.Word;
import voxcrate.engine.resume.ResumeFile;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcription.EarlierText;

final class WordLogTest {
  private static final Digest IDENTITY = Digest.of("recording, models and options");

  @TempDir Path folder;

  @Test
  void each_channel_gets_back_what_was_said_on_it_and_no_more() {
    try (var file = ResumeFile.afresh(folder.resolve("log"), IDENTITY)) {
      var log = new WordLog(file);
      var first = log.channel(3);
      first.add(List.of(window("eins"), window("zwei")));
      var second = log.channel(4);
      first.add(List.of(silence()));
      second.add(List.of(window("drei")));
    }

    try (var file = ResumeFile.takingUp(folder.resolve("log"), IDENTITY)) {
      var log = new WordLog(file);
      assertThat(log.channel(3).earlier())
          .containsExactly(window("eins"), window("zwei"), silence());
      var second = log.channel(4);
      assertThat(second.earlier()).containsExactly(window("drei"));
      second.add(List.of(window("vier")));
    }

    try (var file = ResumeFile.takingUp(folder.resolve("log"), IDENTITY)) {
      var log = new WordLog(file);
      log.channel(3);
      assertThat(log.channel(4).earlier()).containsExactly(window("drei"), window("vier"));
    }
  }

  @Test
  void what_belongs_to_another_channel_is_not_taken() {
    try (var file = ResumeFile.afresh(folder.resolve("log"), IDENTITY)) {
      var log = new WordLog(file);
      log.channel(1);
      log.channel(1).add(List.of(window("zwei")));
    }

    try (var file = ResumeFile.takingUp(folder.resolve("log"), IDENTITY)) {
      assertThat(new WordLog(file).channel(1).earlier()).isEmpty();
    }
  }

  /// Text of several bytes a character, a word without confidence, numbers without end.
  private static SaidWindow window(String text) {
    var words =
        List.of(
            new Word(" " + text, 1 / 3.0, 2 / 3.0, OptionalDouble.of(0.1)),
            new Word(" § straße 漢", 2 / 3.0, 1, OptionalDouble.empty()));
    var timed = new TimedText(1 / 3.0, 1, text + " § straße 漢", words);
    return new SaidWindow(
        new EarlierText("de", List.of(1, 50_257, 7), 0.2),
        List.of(Segment.of(timed, "de", -1 / 7.0, 1e-12)));
  }

  private static SaidWindow silence() {
    return new SaidWindow(new EarlierText("de", List.of(), 1), List.of());
  }
}

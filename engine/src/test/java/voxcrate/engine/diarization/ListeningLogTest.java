package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.engine.diarization.SpeakerEmbeddings.Slot;
import voxcrate.engine.diarization.SpeakerEmbeddings.Voice;
import voxcrate.engine.resume.ResumeFile;

final class ListeningLogTest {
  private static final Digest IDENTITY = Digest.of("recording, models and options");
  private static final int PASSAGES = 3;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name_the_file() {
    file = folder.resolve("hearing.listening");
  }

  @Test
  void passages_come_back_bit_by_bit() {
    write(0, PASSAGES);

    try (var resume = ResumeFile.takingUp(file, IDENTITY)) {
      var log = new ListeningLog(resume);
      log.begin();
      assertThat(resume.takesUp()).isTrue();
      for (int i = 0; i < PASSAGES; i++) {
        assertSame(log.recall(passage(i)).orElseThrow(), heard(i));
      }
      assertThat(log.recall(passage(PASSAGES))).isEmpty();
    }
  }

  @Test
  void a_file_cut_off_anywhere_is_taken_up_and_ends_as_if_nothing_had_happened()
      throws IOException {
    write(0, PASSAGES);
    var whole = Files.readAllBytes(file);

    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));

      takeUpAndFinish();

      assertThat(Files.readAllBytes(file)).as("cut off at %d", length).isEqualTo(whole);
    }
  }

  @Test
  void a_file_with_any_byte_altered_is_taken_up_before_it_and_heard_anew_from_there()
      throws IOException {
    write(0, PASSAGES);
    var whole = Files.readAllBytes(file);

    for (int at = 0; at < whole.length; at++) {
      var altered = whole.clone();
      altered[at] ^= 4;
      Files.write(file, altered);

      takeUpAndFinish();

      assertThat(Files.readAllBytes(file)).as("altered at %d", at).isEqualTo(whole);
    }
  }

  @Test
  void what_belongs_to_something_else_is_not_taken_up() {
    write(0, PASSAGES);

    try (var resume = ResumeFile.takingUp(file, Digest.of("another model"))) {
      var log = new ListeningLog(resume);
      log.begin();

      assertThat(resume.takesUp()).isFalse();
      assertThat(log.recall(passage(0))).isEmpty();
    }
  }

  @Test
  void each_hearing_of_a_recording_has_its_own_passages() {
    try (var resume = ResumeFile.afresh(file, IDENTITY)) {
      var log = new ListeningLog(resume);
      log.begin();
      log.add(heard(0));
      log.begin();
      log.add(heard(0));
    }

    try (var resume = ResumeFile.takingUp(file, IDENTITY)) {
      var log = new ListeningLog(resume);
      log.begin();
      assertThat(log.recall(passage(0))).isPresent();
      log.begin();
      assertThat(log.recall(passage(0))).isPresent();
      assertThat(log.recall(passage(1))).isEmpty();
    }
  }

  @Test
  void nothing_is_left_when_the_result_is_written() {
    try (var resume = ResumeFile.afresh(file, IDENTITY)) {
      var log = new ListeningLog(resume);
      log.begin();
      log.add(heard(0));
      resume.done();
    }

    assertThat(file).doesNotExist();
  }

  private void takeUpAndFinish() {
    try (var resume = ResumeFile.takingUp(file, IDENTITY)) {
      var log = new ListeningLog(resume);
      log.begin();
      for (int i = 0; i < PASSAGES; i++) {
        var known = log.recall(passage(i));
        known.ifPresent(ListeningLogTest::assertWhole);
        log.add(known.orElse(heard(i)));
      }
    }
  }

  private static void assertWhole(HeardPassage recalled) {
    assertSame(recalled, heard(recalled.firstChunk() / 2));
  }

  private static void assertSame(HeardPassage recalled, HeardPassage expected) {
    assertThat(PassageCodec.write(0, recalled)).isEqualTo(PassageCodec.write(0, expected));
  }

  private void write(int from, int to) {
    try (var resume = ResumeFile.afresh(file, IDENTITY)) {
      var log = new ListeningLog(resume);
      log.begin();
      for (int i = from; i < to; i++) {
        log.add(heard(i));
      }
    }
  }

  private static Passage passage(int index) {
    return new Passage(2 * index, 2, 10, 5, new float[15]);
  }

  /// Two chunks of three frames; the second passage has nobody.
  private static HeardPassage heard(int index) {
    var voices = new ArrayList<Slot>();
    if (index != 1) {
      voices.add(new Slot(2 * index, 0, new Voice(new float[] {index, Float.NaN, -0f, 1e-40f})));
      voices.add(new Slot(2 * index + 1, 2, new Voice(new float[] {0.1f, 2, 3, index})));
    }
    return new HeardPassage(
        2 * index, List.of(new byte[] {1, 0, (byte) index}, new byte[] {4, 5, 0}), voices);
  }
}

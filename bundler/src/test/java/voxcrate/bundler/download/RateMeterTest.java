package voxcrate.bundler.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.progress.ProgressEvent;

final class RateMeterTest {
  private static final String HUB = "http://127.0.0.1:1";
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
  private static final long SECOND = 1_000_000_000;

  @TempDir Path folder;
  private final ArrayList<ProgressEvent> heard = new ArrayList<>();
  private final AtomicLong now = new AtomicLong(7 * SECOND);
  private final RateMeter meter = new RateMeter(heard::add, now::get);

  private void start(String task) {
    meter.on(new ProgressEvent.Started(task, 10_000_000, ProgressEvent.Unit.BYTES));
  }

  private void advance(String task, long done, long atSeconds) {
    now.set((7 + atSeconds) * SECOND);
    meter.on(new ProgressEvent.Advanced(task, done));
  }

  @Test
  void rate_is_what_arrived_of_all_files_together_in_the_time_between() {
    start("a");
    start("b");
    advance("a", 200_000, 0);
    advance("b", 200_000, 1);
    advance("a", 5_200_000, 3);
    advance("b", 3_200_000, 4);

    assertThat(meter.rate(HUB, TODAY)).hasValue(new MeasuredRate(HUB, 8_400_000 / 4, TODAY));
    assertThat(heard).hasSize(6);
  }

  @Test
  void what_was_there_from_an_earlier_run_does_not_count() {
    start("a");
    advance("a", 8_000_000, 1);
    advance("a", 10_000_000, 2);

    assertThat(meter.rate(HUB, TODAY).orElseThrow().bytesPerSecond())
        .isEqualTo((2_000_000 + (1 << 18)) / 2);
  }

  @Test
  void a_few_small_files_say_nothing_about_the_line() {
    start("a");
    advance("a", 100_000, 1);

    assertThat(meter.rate(HUB, TODAY)).isEmpty();
  }

  @Test
  void something_else_than_bytes_is_not_counted() {
    meter.on(new ProgressEvent.Started("files", 5_000_000, ProgressEvent.Unit.FILES));
    advance("files", 1, 1);
    advance("files", 5_000_000, 2);

    assertThat(meter.rate(HUB, TODAY)).isEmpty();
  }

  @Test
  void note_is_read_again_for_the_same_hub_only() throws Exception {
    var cache = new ModelCache(folder);
    var rate = new MeasuredRate(HUB, 1_500_000, TODAY);
    Files.createDirectories(cache.rateNote().getParent());
    rate.write(cache.rateNote());

    assertThat(MeasuredRate.last(cache, HUB)).hasValue(rate);
    assertThat(MeasuredRate.last(cache, "https://huggingface.co")).isEmpty();
    assertThat(rate.timeFor(3_000_001)).isEqualTo(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "{\"_type\": \"voxcrate-rate/9\"}",
        "{\"_type\": \"voxcrate-rate/1\", \"hub\": \"http://127.0.0.1:1\","
            + " \"bytesPerSecond\": 0, \"measured\": \"2026-11-21\"}",
        "{\"_type\": \"voxcrate-rate/1\", \"hub\": \"http://127.0.0.1:1\","
            + " \"bytesPerSecond\": 5, \"measured\": \"yesterday\"}"
      })
  void note_that_makes_no_sense_is_none(String note) throws Exception {
    var cache = new ModelCache(folder);
    Files.createDirectories(cache.rateNote().getParent());
    Files.writeString(cache.rateNote(), note);

    assertThat(MeasuredRate.last(cache, HUB)).isEmpty();
  }
}

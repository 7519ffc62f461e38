package voxcrate.bundler.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

final class CacheLockTest {
  @TempDir Path folder;
  private final List<ProgressEvent> events = new ArrayList<>();

  private Path file() {
    return folder.resolve(".voxcrate/lock");
  }

  private static void noPause(Duration pause) {
    throw new AssertionError("waits " + pause);
  }

  @Test
  void free_cache_is_taken_at_once_and_again() throws Exception {
    for (int run = 0; run < 2; run++) {
      try (var lock = CacheLock.take(file(), CacheLockTest::noPause, ProgressListener.SILENT)) {
        assertThat(lock.waited()).isFalse();
      }
    }
  }

  @Test
  void second_one_waits_until_the_first_ends_and_says_so_once() throws Exception {
    var first = CacheLock.take(file(), CacheLockTest::noPause, ProgressListener.SILENT);
    var pauses = new ArrayList<Duration>();

    try (var second =
        CacheLock.take(
            file(),
            pause -> {
              pauses.add(pause);
              if (pauses.size() == 3) {
                close(first);
              }
            },
            events::add)) {
      assertThat(second.waited()).isTrue();
    }

    assertThat(pauses).hasSize(3);
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            ProgressEvent.Warned.class,
            told ->
                assertThat(told.text())
                    .startsWith("process " + ProcessHandle.current().pid() + " downloads"));
  }

  private static void close(CacheLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void text_of_others_in_the_file_is_not_repeated() throws Exception {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "\033[31mprocess 1; rm -rf");
    try (var other = FileChannel.open(file(), StandardOpenOption.WRITE);
        var held = other.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(
              () ->
                  CacheLock.take(
                      file(),
                      _ -> {
                        throw new InterruptedException();
                      },
                      events::add))
          .isInstanceOf(InterruptedException.class);
    }
    assertThat(((ProgressEvent.Warned) events.getFirst()).text()).startsWith("another process ");
  }
}

package voxcrate.bundler.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.bundler.hub.RetryPolicy;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// What is done with files that are pinned, before anything in them is looked at.
final class PinnedStoreTest {
  private static final String CONTENT = "a wheel ".repeat(100_000);
  private static final PinnedFile WHEEL =
      new PinnedFile("cublas/cublas-12.whl", CONTENT.length(), Digest.of(CONTENT));

  @TempDir Path folder;

  private PinnedStore store;
  private Path brought;
  private Path own;

  @BeforeEach
  void bring() throws IOException {
    store =
        new PinnedStore(
            folder.resolve("cache"),
            Optional.empty(),
            RetryPolicy.STANDARD,
            ProgressListener.SILENT);
    brought = Files.createDirectories(folder.resolve("wheels")).resolve("cublas-12.whl");
    own = folder.resolve("own");
  }

  @Test
  void what_was_hashed_stays_when_the_file_that_was_brought_becomes_another() throws IOException {
    Files.writeString(brought, CONTENT);

    var held = store.held(brought, WHEEL, own);
    Files.writeString(brought, "something else");

    assertThat(held).startsWith(own).hasContent(CONTENT);
  }

  @Test
  void another_file_of_the_same_size_a_shorter_and_a_longer_one_are_refused_and_not_kept()
      throws IOException {
    for (var other :
        new String[] {CONTENT.replace('w', 'v'), CONTENT.substring(1), CONTENT + "more", ""}) {
      Files.writeString(brought, other);

      assertThatThrownBy(() -> store.held(brought, WHEEL, own))
          .isInstanceOf(ToolException.class)
          .extracting(e -> ((ToolException) e).problem().code())
          .isEqualTo(CudaCode.CONTENT_DIFFERS);

      assertThat(own).isEmptyDirectory();
    }
  }

  @Test
  void what_has_come_already_is_not_missing() throws IOException {
    assertThat(store.missingBytes(WHEEL)).isEqualTo(CONTENT.length());
    var place =
        Files.createDirectories(
            folder.resolve("cache/components").resolve(WHEEL.sha256().hex().substring(0, 16)));

    Files.writeString(place.resolve("cublas-12.whl.part"), CONTENT.substring(0, 1000));

    assertThat(store.missingBytes(WHEEL)).isEqualTo(CONTENT.length() - 1000);
  }
}

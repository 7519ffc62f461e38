package voxcrate.bundler.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundler.download.ContentHash.Verdict;
import voxcrate.bundler.plan.PlannedFile;

final class OrderedHashTest {
  private static final int SIZE = 1_000_003;
  private static final int RANGE_BYTES = 90_000;

  @TempDir Path folder;

  private static byte[] content(long seed) {
    var content = new byte[SIZE];
    new Random(seed).nextBytes(content);
    return content;
  }

  private static PlannedFile planned(byte[] content) {
    return new PlannedFile(
        new RelativePath("model.bin"),
        content.length,
        Optional.of(Digest.of(content)),
        Optional.empty(),
        true);
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        folder.resolve("content"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  private static void arrive(
      FileRange range, byte[] content, int length, FileChannel file, OrderedHash hash)
      throws IOException {
    int at = (int) range.position();
    var piece = Arrays.copyOfRange(content, at, at + length);
    file.write(ByteBuffer.wrap(piece), at);
    hash.arrived(range, piece, length);
  }

  @RepeatedTest(20)
  void pieces_in_any_order_give_the_digest_of_the_file(RepetitionInfo repetition) throws Exception {
    var random = new Random(repetition.getCurrentRepetition());
    var content = content(repetition.getCurrentRepetition());
    var ranges = Kept.NOTHING.ranges(SIZE, RANGE_BYTES);
    try (var file = open()) {
      var hash = new OrderedHash(new ContentHash(planned(content)), file, ranges);
      var open = new ArrayList<>(ranges);
      while (!open.isEmpty()) {
        var range = open.get(random.nextInt(open.size()));
        int length = (int) Math.min(range.missing(), 1 + random.nextInt(40_000));
        arrive(range, content, length, file, hash);
        open.removeIf(FileRange::isComplete);
      }
      assertThat(hash.finish(planned(content))).isInstanceOf(Verdict.Right.class);
    }
  }

  @RepeatedTest(10)
  void ranges_on_threads_of_their_own_give_the_digest_of_the_file(RepetitionInfo repetition)
      throws Exception {
    var content = content(repetition.getCurrentRepetition());
    var ranges = Kept.NOTHING.ranges(SIZE, RANGE_BYTES);
    try (var file = open()) {
      var hash = new OrderedHash(new ContentHash(planned(content)), file, ranges);
      new Fanout(ranges.size())
          .run(ranges.stream().map(range -> inPieces(range, content, file, hash)).toList());

      assertThat(hash.finish(planned(content))).isInstanceOf(Verdict.Right.class);
    }
  }

  private static Fanout.Task<FileRange> inPieces(
      FileRange range, byte[] content, FileChannel file, OrderedHash hash) {
    return () -> {
      try {
        while (!range.isComplete()) {
          arrive(range, content, (int) Math.min(range.missing(), 777), file, hash);
        }
        return range;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  @Test
  void what_is_kept_is_read_from_the_file() throws Exception {
    var content = content(7);
    var kept =
        new Kept(
            List.of(new Kept.Span(0, 200_000), new Kept.Span(450_000, 700_001)), Optional.empty());
    var ranges = kept.ranges(SIZE, RANGE_BYTES);
    try (var file = open()) {
      for (var span : kept.spans()) {
        int length = (int) (span.end() - span.from());
        file.write(ByteBuffer.wrap(content, (int) span.from(), length), span.from());
      }
      var hash = new OrderedHash(new ContentHash(planned(content)), file, ranges);
      for (var range : ranges.reversed()) {
        if (!range.isComplete()) {
          arrive(range, content, (int) range.missing(), file, hash);
        }
      }
      hash.catchUp();
      assertThat(hash.finish(planned(content))).isInstanceOf(Verdict.Right.class);
    }
  }

  @Test
  void another_byte_anywhere_is_found() throws Exception {
    var content = content(9);
    var expected = planned(content);
    content[SIZE - 1] ^= 1;
    var ranges = Kept.NOTHING.ranges(SIZE, RANGE_BYTES);
    try (var file = open()) {
      var hash = new OrderedHash(new ContentHash(expected), file, ranges);
      for (var range : ranges.reversed()) {
        arrive(range, content, (int) range.missing(), file, hash);
      }
      assertThat(hash.finish(expected)).isInstanceOf(Verdict.Wrong.class);
    }
  }
}

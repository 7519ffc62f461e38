package voxcrate.bundle.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.Manifest.Payload;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.Manifest.Requirements;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.format.ManifestCodec;
import voxcrate.bundle.format.TarHeader;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// A file of more than 8 GiB and one behind it, in volumes with holes: zeros that take no room on
/// the disk. Positions beyond 2, 4 and 8 GiB are all passed.
final class LargeBundleTest {
  private static final long CHUNK = 8L << 20;
  private static final long CHUNKS_IN_VOLUME = 476;
  private static final long LARGE = (8L << 30) + 1;
  private static final String LAST = "the last one";

  private final SigningKey key = SigningKey.generate();
  @TempDir Path folder;

  /// Where something else than zeros lies in the payload.
  private static final class Written {
    final long position;
    final byte[] bytes;

    Written(long position, byte[] bytes) {
      this.position = position;
      this.bytes = bytes;
    }
  }

  @BeforeEach
  void write() throws IOException {
    var large = entry("models/large.onnx", LARGE, 0);
    var header = TarHeader.of(large, SampleBundle.CREATED);
    large = entry("models/large.onnx", LARGE, header.length);
    long second = header.length + LARGE + TarHeader.padding(LARGE);
    var last = entry("models/last.txt", LAST.length(), 0);
    var lastHeader = TarHeader.of(last, SampleBundle.CREATED);
    last = entry("models/last.txt", LAST.length(), second + lastHeader.length);
    long size =
        last.offset() + LAST.length() + TarHeader.padding(LAST.length()) + TarHeader.TRAILER;
    lay(
        List.of(large, last),
        size,
        List.of(
            new Written(0, header),
            new Written(second, lastHeader),
            new Written(last.offset(), LAST.getBytes(UTF_8))));
  }

  private static Entry entry(String path, long size, long offset) {
    return new Entry(new RelativePath(path), Mode.FILE, size, Digest.of(path), offset, false);
  }

  private void lay(List<Entry> entries, long size, List<Written> written) throws IOException {
    var volumes = new ArrayList<StickFile>();
    for (long start = 0; start < size; start += CHUNK * CHUNKS_IN_VOLUME) {
      long length = Math.min(CHUNK * CHUNKS_IN_VOLUME, size - start);
      var name = String.format(Locale.ROOT, "vol-%03d.tar.part", volumes.size());
      volume(name, start, length, written);
      // Only stock tools look at it; the chunks prove the bytes.
      volumes.add(new StickFile(name, length, Digest.of(name)));
    }
    var digests = digests(size, written);
    Files.write(folder.resolve("chunks.bin"), digests);
    var chunks = new StickFile("chunks.bin", digests.length, Digest.of(digests));
    var manifest =
        new Manifest(
            Manifest.PRODUCT,
            "stable",
            "1.0.0",
            1,
            0,
            SampleBundle.CREATED,
            null,
            Platform.LINUX_X64,
            new Requirements("0", 0, 0),
            new Payload(size, CHUNK, chunks, volumes),
            List.of(),
            entries);
    sign(manifest);
  }

  private void volume(String name, long start, long length, List<Written> written)
      throws IOException {
    try (var channel =
        FileChannel.open(
            folder.resolve(name),
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE)) {
      for (var piece : written) {
        if (piece.position >= start && piece.position < start + length) {
          channel.write(ByteBuffer.wrap(piece.bytes), piece.position - start);
        }
      }
      if (channel.size() < length) {
        channel.write(ByteBuffer.allocate(1), length - 1);
      }
    }
  }

  private static byte[] digests(long size, List<Written> written) {
    var digests = new ByteArrayOutputStream();
    for (long start = 0; start < size; start += CHUNK) {
      var chunk = new byte[(int) Math.min(CHUNK, size - start)];
      for (var piece : written) {
        if (piece.position >= start && piece.position < start + chunk.length) {
          System.arraycopy(
              piece.bytes, 0, chunk, (int) (piece.position - start), piece.bytes.length);
        }
      }
      digests.writeBytes(Digest.of(chunk).bytes());
    }
    return digests.toByteArray();
  }

  private void sign(Manifest manifest) throws IOException {
    var bytes = ManifestCodec.write(manifest);
    var sums = new StringBuilder();
    sums.append(Digest.of(bytes).hex()).append("  bundle.json\n");
    sums.append(manifest.payload().chunks().digest().hex()).append("  chunks.bin\n");
    for (var volume : manifest.payload().volumes()) {
      sums.append(volume.digest().hex()).append("  ").append(volume.name()).append('\n');
    }
    var label = key.verifyingKey().fingerprint().label();
    for (var file :
        List.of(
            new Signed("bundle.json", bytes),
            new Signed("SHA256SUMS", sums.toString().getBytes(UTF_8)))) {
      Files.write(folder.resolve(file.name), file.bytes);
      Files.write(folder.resolve(file.name + "." + label + ".sig"), key.sign(file.bytes));
    }
  }

  private static final class Signed {
    final String name;
    final byte[] bytes;

    Signed(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }
  }

  private OpenedBundle open() {
    return OpenedBundle.open(folder, new TrustedKeys(List.of(key.verifyingKey()), 1));
  }

  @Test
  void is_read_to_its_end() throws IOException {
    open().check(ProgressListener.SILENT);
  }

  @Test
  void a_flipped_bit_beyond_eight_gibibytes_is_found() throws IOException {
    var volume = folder.resolve("vol-002.tar.part");
    assertThat(volume).exists();
    try (var channel = FileChannel.open(volume, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1}), channel.size() - 100);
    }

    assertThatThrownBy(() -> open().check(ProgressListener.SILENT))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal ->
                assertThat(refusal.problem().render()).contains("vol-002.tar.part", "8589934592"));
  }
}

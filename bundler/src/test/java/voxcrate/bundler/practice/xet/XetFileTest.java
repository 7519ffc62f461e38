package voxcrate.bundler.practice.xet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class XetFileTest {
  private static final String END = "end";

  @TempDir Path folder;

  /// Runs of equal bytes, which real clients too cut into chunks of the largest size: nothing in
  /// them marks a better place.
  private byte[] runs(int count) {
    var content = new byte[count * Xorb.CHUNK_BYTES + END.length()];
    for (int i = 0; i < count; i++) {
      Arrays.fill(content, i * Xorb.CHUNK_BYTES, (i + 1) * Xorb.CHUNK_BYTES, (byte) i);
    }
    var end = END.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(end, 0, content, content.length - end.length, end.length);
    return content;
  }

  private XetFile file(byte[] content) throws IOException {
    return XetFile.read(Files.write(folder.resolve("content"), content));
  }

  /// The expected hashes are those that `hf_xet.hash_files` of hf_xet 1.8.0 gives.
  @ParameterizedTest
  @CsvSource({
    "23, ef2e7981b131cbae66e34609808723ba8e5df0b62f1badf2d2b9e29f81282fb5",
    "300, 4ad286b109561e5ed4adbe7ec5f16e0bd1191f81679cffe63005541978d56c8f",
  })
  void hash_of_many_chunks_is_the_real_clients(int runs, String expected) throws Exception {
    assertThat(file(runs(runs)).hash().hex()).isEqualTo(expected);
  }

  @Test
  void hash_of_a_single_chunk_is_the_real_clients() throws Exception {
    var file = file("Hello World!".getBytes(StandardCharsets.US_ASCII));

    assertThat(file.hash().hex())
        .isEqualTo("a9dae0ad88b060bdd7e7c87abdcf95b132c95a0414b06d4f6beb68d287b87165");
  }

  @Test
  void xorbs_hold_every_byte_in_chunks_behind_their_headers() throws Exception {
    var content = runs(300);
    var file = file(content);
    var found = new ByteArrayOutputStream();

    for (var xorb : file.xorbs()) {
      var stored = xorb.open(0).readAllBytes();
      assertThat(xorb.storedBytes()).isEqualTo(stored.length).isLessThan(64 << 20);
      found.write(unpacked(stored));
    }

    assertThat(file.sizeBytes()).isEqualTo(content.length);
    assertThat(file.xorbs()).hasSize(2);
    assertThat(found.toByteArray()).isEqualTo(content);
  }

  /// Reads chunks as a client does: version, packed length, packing, length, content.
  private static byte[] unpacked(byte[] stored) throws IOException {
    var content = new ByteArrayOutputStream();
    try (var in = new DataInputStream(new ByteArrayInputStream(stored))) {
      while (in.available() > 0) {
        assertThat(in.readByte()).isZero();
        int packed = length(in);
        assertThat(in.readByte()).isZero();
        assertThat(length(in)).isEqualTo(packed).isBetween(1, Xorb.CHUNK_BYTES);
        content.write(in.readNBytes(packed));
      }
    }
    return content.toByteArray();
  }

  private static int length(DataInputStream in) throws IOException {
    return in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
  }

  @ParameterizedTest
  @CsvSource({"0", "7", "8", "131079", "131080", "131081", "300000", "393240", "393250"})
  void xorb_opens_at_every_place(int offset) throws Exception {
    var xorb = file(runs(3)).xorbs().getFirst();
    var whole = xorb.open(0).readAllBytes();

    assertThat(xorb.open(offset).readAllBytes())
        .isEqualTo(Arrays.copyOfRange(whole, offset, whole.length));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "131071, 131072",
    "131072, 131073",
    "33554431, 33554433",
    "33554432, 39321603",
    "5, 39321603",
  })
  void terms_cover_what_is_asked_for_and_no_chunk_more(int first, int end) throws Exception {
    var content = runs(300);
    var terms = file(content).terms(first, end);
    var found = new ByteArrayOutputStream();
    for (var term : terms) {
      int bytes = (int) (term.storedLast() - term.storedFrom() + 1);
      found.write(unpacked(term.xorb().open(term.storedFrom()).readNBytes(bytes)));
    }

    int from = (int) terms.getFirst().from();
    int last = (int) (terms.getLast().from() + terms.getLast().contentBytes());
    assertThat(found.toByteArray()).isEqualTo(Arrays.copyOfRange(content, from, last));
    assertThat(from).isBetween(first - Xorb.CHUNK_BYTES + 1, first);
    assertThat(last).isBetween(end, end + Xorb.CHUNK_BYTES - 1);
  }
}

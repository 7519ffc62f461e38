package voxcrate.engine.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.testing.WavFile;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;

/// Files that are in order and cannot be heard: each is told from the others.
final class RefusedRecordingTest {
  @TempDir Path folder;

  @Test
  void an_encrypted_mp4_is_told() throws IOException {
    assertRefused(patched("aac.m4a", "mp4a", "enca"), "VX-ENGINE-005");
    assertRefused(patched("aac.m4a", "mp4a", "drms"), "VX-ENGINE-005");
  }

  @Test
  void a_film_without_sound_is_told() throws IOException {
    assertRefused(patched("aac.m4a", "soun", "vide"), "VX-ENGINE-006");
  }

  @Test
  void an_unfinished_mp4_is_told() throws IOException {
    var refusal = assertRefused(patched("aac.m4a", "moov", "free"), "VX-ENGINE-003");

    assertThat(refusal.problem().found()).contains("index");
  }

  @Test
  void a_codec_that_is_not_decoded_is_named_with_the_way_to_convert_it() throws IOException {
    var refusal = assertRefused(patched("aac.m4a", "mp4a", "samr"), "VX-ENGINE-002");

    assertThat(refusal.problem().found()).contains("AMR");
    assertThat(refusal.problem().remedy()).anyMatch(step -> step.contains("ffmpeg -i"));
  }

  /// Nobody but a decoder could tell where in such a frame the second packet begins.
  @Test
  void aac_frames_of_several_packets_are_told() throws IOException {
    var bytes = Files.readAllBytes(FormatsTest.FOLDER.resolve("adts.aac"));
    for (int at = 0; at < bytes.length; at += frameBytes(bytes, at)) {
      bytes[at + 6] |= 1;
    }

    var refusal = assertRefused(WavFile.write(folder, "pairs.aac", bytes), "VX-ENGINE-002");

    assertThat(refusal.problem().found()).contains("several packets");
  }

  private static int frameBytes(byte[] bytes, int at) {
    int head = ByteBuffer.wrap(bytes).getInt(at + 2);
    return (head >>> 5) & 0x1FFF;
  }

  @Test
  void a_stated_size_of_gigabytes_takes_no_memory() throws IOException {
    var bytes = Files.readAllBytes(FormatsTest.FOLDER.resolve("aac.m4a"));
    int sizes = find(bytes, "stsz");
    Arrays.fill(bytes, sizes + 12, sizes + 16, (byte) 0x7F);

    var decoded = AudioReading.all(WavFile.write(folder, "many", bytes), DecodingOptions.DEFAULT);

    assertThat(decoded.frames()).isEqualTo(9_600);
  }

  @Test
  void a_track_beyond_the_last_is_refused_with_the_list() {
    var file = FormatsTest.FOLDER.resolve("two-tracks.mka");

    assertThatThrownBy(() -> AudioDecoder.open(file, 3))
        .hasMessageContaining("VX-ENGINE-007")
        .hasMessageContaining("the file has 2 audio tracks (1: Opus (eng), 2: Opus (deu))");
  }

  private ToolException assertRefused(Path file, String code) {
    try {
      AudioReading.all(file, DecodingOptions.DEFAULT);
    } catch (ToolException refusal) {
      assertThat(refusal).hasMessageContaining(code);
      assertThat(refusal.problem().code().exit()).isEqualTo(ExitStatus.INPUT);
      assertThat(refusal.problem().doing()).contains(file.toString());
      return refusal;
    }
    throw new AssertionError(file + " was decoded");
  }

  private Path patched(String name, String from, String to) throws IOException {
    var bytes = Files.readAllBytes(FormatsTest.FOLDER.resolve(name));
    System.arraycopy(to.getBytes(StandardCharsets.US_ASCII), 0, bytes, find(bytes, from), 4);
    return WavFile.write(folder, to, bytes);
  }

  /// Where a box's type lies.
  private static int find(byte[] bytes, String type) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(type);
    assertThat(at).isPositive();
    return at;
  }
}

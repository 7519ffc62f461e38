package voxcrate.engine.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static voxcrate.engine.testing.Mp4Bytes.joined;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.testing.Decoded;
import voxcrate.engine.testing.MatroskaBytes;
import voxcrate.engine.testing.Mp4Bytes;
import voxcrate.engine.testing.OggBytes;
import voxcrate.engine.testing.WavFile;

/// Recordings as people have them that few programs write: nothing of their sound is lost.
final class OddRecordingTest {
  /// Behind a joint, what a decoder remembers of the sound before it.
  private static final int JOINT_FRAMES = 2_000;

  /// Of the encoder of Opus.
  private static final int PRE_SKIP = 312;

  @TempDir Path folder;

  @Test
  void an_mp4_with_its_beginning_in_the_index_and_the_rest_in_fragments() {
    var type = Mp4Bytes.fileType();
    var first = Mp4Bytes.box("mdat", Mp4Bytes.samples(0, 1_000));
    var index = Mp4Bytes.index(type.length + 8, 1_000, true);
    var second = Mp4Bytes.fragment(Mp4Bytes.samples(1_000, 500));
    var third = Mp4Bytes.fragment(Mp4Bytes.samples(1_500, 20));

    var decoded = decoded(joined(type, first, index, second, third));

    assertThat(decoded.frames()).isEqualTo(1_520);
    for (int i = 0; i < decoded.frames(); i++) {
      assertThat(decoded.sample(i, 0)).isEqualTo(i / 32768f);
    }
  }

  @Test
  void mp3_files_joined_byte_by_byte() throws IOException {
    var one = Files.readAllBytes(FormatsTest.FOLDER.resolve("mp3.mp3"));
    var title = "ID3\3\0\0\0\0\0\4\u00ff\u00fb\u0090\0".getBytes(StandardCharsets.ISO_8859_1);
    var alone = decoded(one);

    var twice = decoded(joined(one, title, one));

    assertThat(twice.damage()).isEmpty();
    // What both encoders padded at the joint, three frames at most, is heard as silence.
    int length = twice.frames();
    assertThat(length).isBetween(2 * alone.frames(), 2 * alone.frames() + 3 * 576);
    for (int i = 1; i <= alone.frames() - JOINT_FRAMES; i++) {
      assertThat(twice.sample(length - i, 0)).isEqualTo(alone.sample(alone.frames() - i, 0));
    }
    assertThat(framesSkipped(joined(one, title, one))).isEqualTo(length);
  }

  @Test
  void what_is_joined_to_an_mp3_file_and_is_of_another_kind_is_told() throws IOException {
    var one = Files.readAllBytes(FormatsTest.FOLDER.resolve("mp3.mp3"));
    var other = Files.readAllBytes(FormatsTest.FOLDER.resolve("layer2.mp2"));

    var decoded = decoded(joined(one, other));

    assertThat(decoded.frames()).isGreaterThanOrEqualTo(9_600);
    assertThat(decoded.damage().orElseThrow().found()).contains("of another kind");
  }

  @Test
  void an_opus_stream_that_somebody_tuned_in_to_after_an_hour() throws IOException {
    var whole = opus();

    var decoded = decoded(moved(whole, 3_600 * 48_000));

    assertThat(decoded.damage()).isEmpty();
    assertThat(decoded.frames()).isEqualTo(decoded(whole).frames());
    assertThat(decoded.format().frames()).isEqualTo(decoded.frames());
  }

  @Test
  void an_opus_stream_cut_out_of_another_without_decoding_it() throws IOException {
    var whole = decoded(opus());

    var cut = decoded(moved(opus(), -4_800));

    assertThat(cut.damage()).isEmpty();
    assertThat(cut.frames()).isEqualTo(whole.frames() - 4_800);
    assertThat(cut.format().frames()).isEqualTo(cut.frames());
    for (int i = 0; i < cut.frames(); i++) {
      assertThat(cut.sample(i, 0)).isEqualTo(whole.sample(4_800 + i, 0));
    }
  }

  private static byte[] opus() throws IOException {
    return Files.readAllBytes(FormatsTest.FOLDER.resolve("opus.opus"));
  }

  /// The same sound on two pages, whose positions count from elsewhere.
  private byte[] moved(byte[] opus, int frames) {
    var packets = OggBytes.packets(opus);
    int middle = packets.size() / 2;
    // The first two are heads; each of the others has 20 ms.
    return joined(
        OggBytes.page(OggBytes.FIRST, 0, 0, packets.subList(0, 1)),
        OggBytes.page(0, 0, 1, packets.subList(1, 2)),
        OggBytes.page(0, frames + (middle - 2) * 960L, 2, packets.subList(2, middle)),
        OggBytes.page(
            OggBytes.LAST,
            frames + decoded(opus).frames() + PRE_SKIP,
            3,
            packets.subList(middle, packets.size())));
  }

  @Test
  void a_hole_in_a_matroska_file_is_as_long_as_what_is_missing() {
    var before = MatroskaBytes.cluster(0, sound(1), sound(1, 100));
    var after = MatroskaBytes.cluster(400, sound(2));
    var file = MatroskaBytes.file(MatroskaBytes.pcmTrack(), before, new byte[40], after);

    var decoded = decoded(file);

    // Of 500 ms the second and the last 100 ms are there; before 400 ms, 200 are missing.
    assertThat(decoded.frames()).isEqualTo(8_000);
    assertThat(decoded.sample(3_199, 0)).isEqualTo(1 / 32768f);
    assertThat(decoded.sample(3_200, 0)).isZero();
    assertThat(decoded.sample(6_399, 0)).isZero();
    assertThat(decoded.sample(6_400, 0)).isEqualTo(2 / 32768f);
    var damage = decoded.damage().orElseThrow();
    assertThat(damage.fromSeconds()).isCloseTo(0.2, within(1e-9));
    assertThat(damage.missingSeconds()).isCloseTo(0.2, within(1e-9));
  }

  @Test
  void a_pause_in_a_matroska_file_is_heard_as_silence() {
    var before = MatroskaBytes.cluster(7_200_000, sound(1));
    var after = MatroskaBytes.cluster(7_201_000, sound(2), sound(3, 100));

    var decoded = decoded(MatroskaBytes.file(MatroskaBytes.pcmTrack(), before, after));

    // Between 100 ms and a second nothing was recorded; that it began late is nobody's loss.
    assertThat(decoded.damage()).isEmpty();
    assertThat(decoded.frames()).isEqualTo(19_200);
    assertThat(decoded.sample(1_599, 0)).isEqualTo(1 / 32768f);
    assertThat(decoded.sample(1_600, 0)).isZero();
    assertThat(decoded.sample(15_999, 0)).isZero();
    assertThat(decoded.sample(16_000, 0)).isEqualTo(2 / 32768f);
    assertThat(decoded.sample(17_600, 0)).isEqualTo(3 / 32768f);
  }

  @Test
  void a_track_that_begins_later_than_others_keeps_its_time() {
    var picture = MatroskaBytes.blockOf(2, new byte[10]);
    var file =
        MatroskaBytes.file(
            MatroskaBytes.pcmTrack(),
            MatroskaBytes.cluster(0, picture),
            MatroskaBytes.cluster(1_000, sound(1)));

    var decoded = decoded(file);

    assertThat(decoded.damage()).isEmpty();
    assertThat(decoded.frames()).isEqualTo(17_600);
    assertThat(decoded.sample(15_999, 0)).isZero();
    assertThat(decoded.sample(16_000, 0)).isEqualTo(1 / 32768f);
  }

  @Test
  void an_mp4_track_that_begins_later_keeps_its_time() {
    var type = Mp4Bytes.fileType();
    var media = Mp4Bytes.box("mdat", Mp4Bytes.samples(1, 100));
    // Half a second of nothing; the index counts in milliseconds.
    var edits = Mp4Bytes.box("elst", Mp4Bytes.ints(0, 2, 500, -1, 1 << 16, 100, 0, 1 << 16));

    var decoded = decoded(joined(type, media, Mp4Bytes.index(type.length + 8, 100, false, edits)));

    assertThat(decoded.frames()).isEqualTo(8_100);
    assertThat(decoded.format().frames()).isEqualTo(8_100);
    assertThat(decoded.sample(7_999, 0)).isZero();
    assertThat(decoded.sample(8_000, 0)).isEqualTo(1 / 32768f);
  }

  @Test
  void a_wav_file_with_mp3_in_it() throws IOException {
    var mp3 = Files.readAllBytes(FormatsTest.FOLDER.resolve("mp3.mp3"));

    var decoded = decoded(WavFile.withHeader(0x55, 0, 16_000, 1, mp3));

    assertThat(decoded.damage()).isEmpty();
    assertThat(decoded.frames()).isEqualTo(9_600);
  }

  /// 100 ms.
  private static byte[] sound(int value) {
    return MatroskaBytes.block(MatroskaBytes.samples(value, 1_600));
  }

  private static byte[] sound(int value, int milliseconds) {
    var block = sound(value);
    // Behind identifier, size and track.
    block[11] = (byte) milliseconds;
    return block;
  }

  private Decoded decoded(byte[] content) {
    return AudioReading.all(WavFile.write(folder, "odd", content), DecodingOptions.DEFAULT);
  }

  private long framesSkipped(byte[] content) {
    try (var decoder = AudioDecoder.open(WavFile.write(folder, "odd", content), 1)) {
      var block = new float[512];
      long frames = 0;
      for (long n = 1; n > 0; frames += n) {
        n = decoder.skip(Long.MAX_VALUE);
        n = n > 0 ? n : decoder.read(block, block.length);
      }
      return frames;
    }
  }
}

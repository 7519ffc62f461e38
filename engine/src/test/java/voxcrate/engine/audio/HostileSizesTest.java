package voxcrate.engine.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static voxcrate.engine.testing.MatroskaBytes.element;
import static voxcrate.engine.testing.Mp4Bytes.box;
import static voxcrate.engine.testing.Mp4Bytes.ints;
import static voxcrate.engine.testing.Mp4Bytes.joined;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.audio.stream.AudioContainer;
import voxcrate.engine.audio.stream.PcmFormat;
import voxcrate.engine.audio.stream.PcmStream;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.testing.Decoded;
import voxcrate.engine.testing.FlacBytes;
import voxcrate.engine.testing.MatroskaBytes;
import voxcrate.engine.testing.Mp4Bytes;
import voxcrate.engine.testing.OggBytes;
import voxcrate.engine.testing.VorbisBytes;
import voxcrate.engine.testing.WavFile;
import voxcrate.problem.ToolException;

/// Small files made to be large in memory, or endless.
@Timeout(60)
final class HostileSizesTest {
  private static final long MEBIBYTE = 1 << 20;

  @TempDir Path folder;

  @Test
  void what_all_packets_are_said_to_begin_with_is_short() {
    var stripping = element(0x5034, element(0x4254, MatroskaBytes.bytes(3)), head(1 << 20));
    var track = MatroskaBytes.pcmTrack(element(0x6D80, element(0x6240, stripping)));
    var blocks = new byte[64][];
    Arrays.fill(blocks, MatroskaBytes.lacedBlock(256, new byte[0]));

    assertThatThrownBy(() -> decoded(MatroskaBytes.file(track, MatroskaBytes.cluster(0, blocks))))
        .hasMessageContaining("VX-ENGINE-002");
  }

  private static byte[] head(int bytes) {
    return element(0x4255, new byte[bytes]);
  }

  @Test
  void packets_without_content_take_no_time() {
    var description =
        joined(
            "fLaC\200\0\0\42".getBytes(StandardCharsets.ISO_8859_1), FlacBytes.description(8_000));
    var track = MatroskaBytes.track("A_FLAC", element(0x63A2, description));
    var blocks = new byte[64][];
    Arrays.fill(blocks, MatroskaBytes.lacedBlock(256, new byte[0]));
    blocks[0] = MatroskaBytes.block(FlacBytes.constantFrame(0));

    var decoded = decoded(MatroskaBytes.file(track, MatroskaBytes.cluster(0, blocks)));

    assertThat(decoded.frames()).isEqualTo(FlacBytes.BLOCK);
  }

  @Test
  void the_heads_of_vorbis_are_no_longer_than_they_are() {
    var heads = new byte[1 << 22];
    Arrays.fill(heads, (byte) 255);
    heads[0] = 2;
    heads[heads.length - 1] = 0;
    heads[heads.length - 2] = 0;
    var track = MatroskaBytes.track("A_VORBIS", element(0x63A2, heads));

    assertThatThrownBy(() -> decoded(MatroskaBytes.file(track)))
        .hasMessageContaining("VX-ENGINE-003");
  }

  /// 64 to the power of four tables, in a hundred bytes.
  @Test
  void vorbis_is_not_laid_out_beyond_reason() {
    assertThat(decoded(vorbis(VorbisBytes.setup(8, 2))).frames()).isZero();
    assertThatThrownBy(() -> decoded(vorbis(VorbisBytes.setup(64, 4))))
        .hasMessageContaining("VX-ENGINE-003");
  }

  private static byte[] vorbis(byte[] setup) {
    return joined(
        OggBytes.page(OggBytes.FIRST, 0, 0, List.of(VorbisBytes.identification())),
        OggBytes.page(OggBytes.LAST, 0, 1, List.of(new byte[16], setup)));
  }

  /// 255 packets in 7 KiB, each of which decodes to 2 MiB.
  @Test
  void an_ogg_page_is_not_held_as_a_whole() {
    var packets = Collections.nCopies(250, FlacBytes.constantFrame(0));
    var file =
        WavFile.write(
            folder,
            "page.oga",
            joined(flacHead(), OggBytes.page(OggBytes.LAST, 250L * FlacBytes.BLOCK, 1, packets)));

    long before = allocated();
    try (var decoder = AudioDecoder.open(file, 1)) {
      assertThat(decoder.read(new float[8 * 4096], 4096)).isEqualTo(4096);
      assertThat(allocated() - before).isLessThan(200 * MEBIBYTE);
    }
  }

  private static byte[] flacHead() {
    var magic = "\177FLAC\1\0\0\0fLaC\200\0\0\42".getBytes(StandardCharsets.ISO_8859_1);
    var head = joined(magic, FlacBytes.description(16_000));
    return OggBytes.page(OggBytes.FIRST, 0, 0, List.of(head));
  }

  /// By this thread, since it began.
  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  /// A thousand runs of a thousand packets, all of them in the same two kilobytes.
  @Test
  void the_same_bytes_of_an_mp4_are_not_heard_again_and_again() {
    var runs = new ArrayList<byte[]>();
    for (int i = 0; i < 1_000; i++) {
      runs.add(box("trun", ints(1, 1_000, 8)));
    }
    var part = box("traf", box("tfhd", ints(0x02_0000, 1)), joined(runs.toArray(byte[][]::new)));
    var content = joined(Mp4Bytes.fileType(), Mp4Bytes.index(0, 0, true), box("moof", part));

    var decoded = decoded(joined(content, box("mdat", Mp4Bytes.samples(0, 1_000))));

    assertThat(decoded.frames()).isBetween(1, content.length);
    assertThat(decoded.damage().orElseThrow().found()).contains("on top of each other");
  }

  @Test
  void runs_of_packets_without_bytes_end() {
    var run = box("trun", ByteBuffer.allocate(8).putInt(4, 1 << 31).array());
    var runs = new byte[9_000][];
    Arrays.fill(runs, run);
    // The fragment's default size of a packet is 0.
    var part = box("traf", box("tfhd", ints(0x02_0010, 1, 0)), joined(runs));
    var content = joined(Mp4Bytes.fileType(), Mp4Bytes.index(0, 0, true), box("moof", part));

    var decoded = decoded(joined(content, Mp4Bytes.fragment(Mp4Bytes.samples(0, 100))));

    assertThat(decoded.frames()).isEqualTo(100);
  }

  /// Headers whose checksum is right, and frames whose checksum is not.
  @Test
  void the_search_for_the_next_flac_frame_is_given_up() {
    var content = new ArrayList<byte[]>();
    content.add("fLaC\200\0\0\42".getBytes(StandardCharsets.ISO_8859_1));
    content.add(FlacBytes.description(16_000));
    content.add(FlacBytes.constantFrame(0));
    for (int i = 1; i < 700; i++) {
      var frame = FlacBytes.constantFrame(1);
      frame[frame.length - 1] ^= 1;
      content.add(frame);
    }
    content.add(FlacBytes.constantFrame(2));

    var decoded = decoded(joined(content.toArray(byte[][]::new)));

    assertThat(decoded.frames()).isEqualTo(FlacBytes.BLOCK);
    assertThat(decoded.damage()).isPresent();
  }

  @Test
  void a_recording_of_which_nothing_decodes_is_refused_with_what_was_found() {
    var frame = FlacBytes.constantFrame(0);
    frame[frame.length - 1] ^= 1;
    var page = OggBytes.page(OggBytes.LAST, 3L * FlacBytes.BLOCK, 1, Collections.nCopies(3, frame));

    assertThatThrownBy(() -> decoded(joined(flacHead(), page)))
        .hasMessageContaining("VX-ENGINE-003")
        .hasMessageContaining("wrong checksum");
  }

  /// Whatever a decoder throws, of a library's or by a mistake of our own.
  @Test
  void what_a_decoder_stumbles_over_is_the_end_of_the_recording_and_of_nothing_else()
      throws IOException {
    var file = WavFile.write(folder, "any", new byte[100]);
    var heard = decoderOf(file, 1_000);

    assertThat(heard.read(new float[2_000], 2_000)).isEqualTo(1_000);
    assertThat(heard.skip(10)).isZero();
    assertThat(heard.read(new float[2_000], 2_000)).isZero();
    assertThat(heard.damage().orElseThrow().missingSeconds()).isEqualTo(1.0);

    var unheard = decoderOf(file, 0);
    assertThatThrownBy(() -> unheard.read(new float[100], 100))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("VX-ENGINE-003");
  }

  private static AudioDecoder decoderOf(Path file, int goodFrames) throws IOException {
    var container = AudioContainer.of("any", damage -> new Stumbling(goodFrames));
    return AudioDecoder.open(file, RecordingInput.open(file), container, 1);
  }

  private static final class Stumbling implements PcmStream {
    private int left;

    Stumbling(int goodFrames) {
      this.left = goodFrames;
    }

    @Override
    public PcmFormat format() {
      return new PcmFormat(1_000, 1, 2_000);
    }

    @Override
    public int read(float[] interleaved, int maxFrames) {
      if (left == 0) {
        throw new ArrayIndexOutOfBoundsException("in a library");
      }
      int frames = left;
      left = 0;
      return frames;
    }

    @Override
    public long skip(long frames) {
      throw new NegativeArraySizeException("in a library");
    }
  }

  private Decoded decoded(byte[] content) {
    return AudioReading.all(WavFile.write(folder, "hostile", content), DecodingOptions.DEFAULT);
  }
}

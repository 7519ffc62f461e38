package voxcrate.engine.audio.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.engine.audio.stream.RefusedAudioException;

final class AacConfigTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "plain, 1390, 22050, 2, 1390",
    "frames of 960, 1394, 22050, 2, 1394",
    "HE-AAC told behind the core, 139056E5A0, 22050, 2, 1390",
    "HE-AAC told before the core, 2B920800, 22050, 2, 1390",
    "HE-AAC with frames of 960, 2B920A00, 22050, 2, 1394",
    "HE-AAC version 2, EB8A0800, 22050, 1, 1388",
    "channels told in the stream, 118004C844, 48000, 0, 118004C844",
    "six channels, 11B0, 48000, 6, 11B0",
    "eight channels, 11B8, 48000, 8, 11B8"
  })
  void core_is_told(String name, String config, int sampleRate, int channels, String core)
      throws Exception {
    var told = AacConfig.of(HexFormat.of().parseHex(config));

    assertThat(told.sampleRate()).isEqualTo(sampleRate);
    assertThat(told.channels()).isEqualTo(channels);
    assertThat(told.core()).isEqualTo(HexFormat.of().parseHex(core));
    assertThat(told.order()).hasSize(channels);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "F8E6, AAC-ELD",
    "F946, xHE-AAC",
    "BA10, AAC-LD",
    "1790, sample rate",
    "13, without its description"
  })
  void other_kinds_are_refused_by_name(String config, String reason) {
    assertThatThrownBy(() -> AacConfig.of(HexFormat.of().parseHex(config)))
        .isInstanceOf(RefusedAudioException.class)
        .hasMessageContaining(reason);
  }
}

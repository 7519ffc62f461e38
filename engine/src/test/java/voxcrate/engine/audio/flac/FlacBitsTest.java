package voxcrate.engine.audio.flac;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class FlacBitsTest {
  @Test
  @Timeout(60)
  void a_run_of_zeros_without_end_is_no_frame() {
    var bits = new FlacBits(new Zeros());
    bits.startFrame();

    assertThatThrownBy(bits::zeros)
        .isInstanceOf(FlacException.class)
        .hasMessageContaining("longer");
  }

  private static final class Zeros extends InputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      Arrays.fill(target, from, from + length, (byte) 0);
      return length;
    }
  }
}

package voxcrate.installer.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Damages bytes in the ways that parsers stumble over.
final class Mutation {
  private static final List<String> TOKENS =
      List.of(
          "null",
          "true",
          "false",
          "{}",
          "[]",
          "[[",
          "{\"",
          "\"\"",
          "\"a\":",
          ",",
          ":",
          "-1",
          "-0",
          "1e9",
          "0.5",
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "00",
          "\\u0000",
          "\\ud800",
          "\\",
          "\"",
          "\n",
          "\u0000",
          "\ufeff",
          "../",
          "/",
          "..",
          "\u202e",
          "\"same\":true,",
          "\"size\":0",
          "\"offset\":0",
          "0644",
          "4755",
          "vol-000.tar.part",
          "bundle.json",
          "SHA256SUMS",
          "  ");

  private final RandomGenerator random;

  Mutation(RandomGenerator random) {
    this.random = random;
  }

  /// One to four damages, one after the other.
  byte[] of(byte[] bytes) {
    var damaged = bytes;
    for (int i = random.nextInt(4); i >= 0; i--) {
      damaged = once(damaged);
    }
    return damaged;
  }

  private byte[] once(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int length = 1 + random.nextInt(random.nextInt(8) == 0 ? 600 : 8);
    int to = Math.min(bytes.length, from + length);
    return switch (random.nextInt(7)) {
      case 0 -> flipped(bytes, from);
      case 1 -> spliced(bytes, from, to, new byte[0]);
      case 2 -> spliced(bytes, from, from, Arrays.copyOfRange(bytes, from, to));
      case 3 -> spliced(bytes, from, from, token());
      case 4 -> spliced(bytes, from, to, token());
      case 5 -> spliced(bytes, from, to, noise(to - from));
      default -> Arrays.copyOf(bytes, from);
    };
  }

  private byte[] flipped(byte[] bytes, int at) {
    if (bytes.length == 0) {
      return token();
    }
    var copy = bytes.clone();
    copy[Math.min(at, copy.length - 1)] ^= (byte) (1 << random.nextInt(8));
    return copy;
  }

  private byte[] token() {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(UTF_8);
  }

  private byte[] noise(int length) {
    var noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(between);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}

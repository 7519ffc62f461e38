package voxcrate.bundler.practice.xet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.commons.codec.digest.Blake3;

/// The 32 bytes of a keyed BLAKE3, seen as four numbers with the lowest byte first: that is how the
/// protocol writes them down and decides by them.
public record XetHash(long first, long second, long third, long fourth) {
  private static final int BYTES = 32;

  /// Under `key`, the hash of the first `length` bytes of `content`.
  static XetHash of(byte[] key, byte[] content, int length) {
    var hash = Blake3.initKeyedHash(key).update(content, 0, length).doFinalize(BYTES);
    var words = ByteBuffer.wrap(hash).order(ByteOrder.LITTLE_ENDIAN);
    return new XetHash(words.getLong(), words.getLong(), words.getLong(), words.getLong());
  }

  byte[] bytes() {
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(first)
        .putLong(second)
        .putLong(third)
        .putLong(fourth)
        .array();
  }

  /// 64 hexadecimal digits, 16 for each number.
  public String hex() {
    return "%016x%016x%016x%016x".formatted(first, second, third, fourth);
  }
}

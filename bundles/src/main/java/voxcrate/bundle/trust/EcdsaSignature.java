package voxcrate.bundle.trust;

/// The one form in which an ECDSA signature on P-384 is written: DER, a sequence of two positive
/// integers in their shortest form. The JDK takes some other encodings too; so that two
/// implementations agree on what is a signature, those are refused before it sees them.
final class EcdsaSignature {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 2;
  // 48 bytes, and a zero in front where the first bit is set.
  private static final int MAX_INTEGER_BYTES = 49;
  private static final int NOT_ONE = -1;

  private EcdsaSignature() {}

  /// Whether `signature` has the form; whether it fits a key and message is not looked at.
  static boolean isWellFormed(byte[] signature) {
    if (signature.length < 2 || signature[0] != SEQUENCE || signature[1] != signature.length - 2) {
      return false;
    }
    int second = endOfInteger(signature, 2);
    return second != NOT_ONE && endOfInteger(signature, second) == signature.length;
  }

  /// Where the positive integer that begins at `start` ends.
  private static int endOfInteger(byte[] signature, int start) {
    if (start + 2 >= signature.length || signature[start] != INTEGER) {
      return NOT_ONE;
    }
    int length = signature[start + 1];
    int first = start + 2;
    if (length < 1 || length > MAX_INTEGER_BYTES || first + length > signature.length) {
      return NOT_ONE;
    }
    return isShortestPositive(signature, first, length) ? first + length : NOT_ONE;
  }

  private static boolean isShortestPositive(byte[] signature, int first, int length) {
    if (signature[first] != 0) {
      return signature[first] > 0;
    }
    return length > 1 && signature[first + 1] < 0;
  }
}

package voxcrate.bundler.practice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Addresses on the content origin that open without a token, for an hour.
final class SignedLink {
  private static final Duration VALID_FOR = Duration.ofHours(1);
  private static final String ALGORITHM = "HmacSHA256";

  private final InstantSource clock;
  private final SecretKeySpec key;

  SignedLink(InstantSource clock) {
    this.clock = clock;
    var secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /// `path` with the parameters that open it.
  String sign(String path) {
    long expires = clock.instant().plus(VALID_FOR).getEpochSecond();
    return path
        + "?Expires="
        + expires
        + "&Signature="
        + signature(path, Long.toString(expires))
        + "&Key-Pair-Id=PRACTICE";
  }

  boolean opens(Request request) {
    var expires = request.parameter("Expires").orElse("0");
    var signature = request.parameter("Signature").orElse("");
    return MessageDigest.isEqual(ascii(signature), ascii(signature(request.path(), expires)))
        && Long.parseLong(expires) > clock.instant().getEpochSecond();
  }

  private String signature(String path, String expires) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(ascii(path + " " + expires)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has " + ALGORITHM, e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

package voxcrate.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DigestTest {
  // FIPS 180-2, appendix B.1.
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void content_and_file_have_the_published_digest(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("abc"), "abc");

    assertThat(Digest.of("abc").hex()).isEqualTo(OF_ABC);
    assertThat(Digest.of(file)).isEqualTo(Digest.of("abc")).hasSameHashCodeAs(Digest.of("abc"));
  }

  @Test
  void masked_hash_of_the_hub_is_no_digest() {
    assertThat(Digest.isValid("*".repeat(64))).isFalse();
    assertThatThrownBy(() -> new Digest("*".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void upper_case_is_refused_so_that_a_digest_has_one_spelling() {
    assertThat(Digest.isValid(OF_ABC.replace('b', 'B'))).isFalse();
  }
}

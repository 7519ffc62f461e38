package voxcrate.bundle.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import voxcrate.bundle.Digest;

final class PhoneWordsTest {
  private static List<String> all() {
    var bytes = new byte[256];
    IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) i);
    return PhoneWords.of(bytes);
  }

  @Test
  void each_byte_has_a_word_of_its_own_that_is_easy_to_say() {
    assertThat(all()).hasSize(256).doesNotHaveDuplicates().isSorted();
    assertThat(all()).allMatch(word -> word.matches("[a-z]{4,8}"));
  }

  @Test
  void two_words_differ_in_more_than_a_letter() {
    var words = all();
    for (var one : words) {
      for (var other : words) {
        assertThat(one.equals(other) || differInTwo(one, other)).as(one + " " + other).isTrue();
      }
    }
  }

  /// Neither a letter changed nor a letter more makes one of the other.
  private static boolean differInTwo(String one, String other) {
    if (one.length() > other.length()) {
      return differInTwo(other, one);
    }
    int same = 0;
    while (same < one.length() && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return switch (other.length() - one.length()) {
      case 0 -> !one.substring(same + 1).equals(other.substring(same + 1));
      case 1 -> !one.substring(same).equals(other.substring(same + 1));
      default -> true;
    };
  }

  /// People compare these across versions and years: the list never changes.
  @Test
  void the_words_of_a_fingerprint_stay_what_they_are() {
    var words = new Fingerprint(Digest.of("")).words();

    assertThat(words).hasSize(32);
    assertThat(String.join(" ", words))
        .isEqualTo(
            "tomato pigeon rocket dolphin ninja zebra bronze beetle"
                + " novel yogurt walnut saddle noodle island pumpkin carpet"
                + " cherry piano dinner topaz helmet nutmeg muffin fabric"
                + " oxygen nectar noodle bridge jungle flamingo pulley fossil");
    assertThat(Digest.of(String.join("\n", all())).hex())
        .isEqualTo("c2d40b443e70759e56dc95428d9c75b8948098e8fc3358430cfe69d5ce6d0b57");
  }
}

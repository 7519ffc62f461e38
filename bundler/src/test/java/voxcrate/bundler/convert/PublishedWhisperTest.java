package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundle.Digest;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;
import voxcrate.model.ModelDescriptor.AlignmentHead;

class PublishedWhisperTest {
  /// Layers of the decoder and heads of each, as OpenAI's paper has them (table 1) and its notes on
  /// turbo.
  @ParameterizedTest
  @CsvSource({
    "d3dd57d32accea0b295c96e26691aa14d8822fac7d9d27d5dc00b4ca2826dd03, tiny.en, 4, 6, 8",
    "65147644a518d12f04e32d6f3b26facc3f8dd46e5390956a9424a650c0ce22b9, tiny, 4, 6, 6",
    "25a8566e1d0c1e2231d1c762132cd20e0f96a85d16145c3a00adf5d1ac670ead, base.en, 6, 8, 5",
    "ed3a0b6b1c0edf879ad9b11b1af5a0e6ab5db9205f891f668f8b0e6c6326e34e, base, 6, 8, 8",
    "f953ad0fd29cacd07d5a9eda5624af0f6bcf2258be67c92b79389873d91e0872, small.en, 12, 12, 19",
    "9ecf779972d90ba49c06d968637d720dd632c55bbf19d441fb42bf17a411e794, small, 12, 12, 10",
    "d7440d1dc186f76616474e0ff0b3b6b879abc9d1a4926b7adfa41db2d497ab4f, medium.en, 24, 16, 18",
    "345ae4da62f9b3d59415adc60127b97c714f32e89e936602e85993674d08dcb1, medium, 24, 16, 6",
    "e4b87e7e0bf463eb8e6956e646f1e277e901512310def2c24bf0e11bd3c28e9a, large-v1, 32, 20, 9",
    "81f7c96c852ee8fc832187b0132e569d6c3065a3252ed18e56effd0b6a73e524, large-v2, 32, 20, 23",
    "e5b1a55b89c1367dacf97e3e19bfd829a01529dbfdeefa8caeb59b3f1b81dadb, large-v3, 32, 20, 10",
    "aff26ae408abcba5fbf8813c21e62b0941638c5f6eebfb145be0c9839262a19a, large-v3-turbo, 4, 20, 6",
  })
  void heads_of_a_published_checkpoint_are_known(
      String digest, String name, int layers, int heads, int count) {
    var known = PublishedWhisper.alignmentHeads(new Digest(digest));

    assertThat(known.source()).hasValue("OpenAI, of " + name);
    assertThat(known.heads())
        .hasSize(count)
        .doesNotHaveDuplicates()
        .allMatch(head -> head.layer() >= 0 && head.layer() < layers)
        .allMatch(head -> head.head() >= 0 && head.head() < heads);
  }

  @Test
  void heads_are_those_that_openai_lists() throws Exception {
    var shared = Fixtures.shared("whisper-alignment-heads.json");
    var listed = JsonReader.readObject(Files.readAllBytes(shared));

    for (var model : PublishedWhisper.models()) {
      var heads = PublishedWhisper.alignmentHeads(new Digest(model.text("sha256"))).heads();
      assertThat(heads).isEqualTo(heads(listed.array(model.text("name"))));
    }
  }

  private static List<AlignmentHead> heads(List<Json> pairs) {
    return pairs.stream()
        .map(pair -> ((Json.Arr) pair).items())
        .map(pair -> new AlignmentHead(number(pair.getFirst()), number(pair.getLast())))
        .toList();
  }

  private static int number(Json json) {
    return (int) ((Json.Num) json).asLong();
  }

  /// Of the same sizes, perhaps, but trained further.
  @Test
  void heads_of_any_other_checkpoint_are_unknown() {
    assertThat(PublishedWhisper.alignmentHeads(Digest.of("another")))
        .isEqualTo(AlignmentHeads.UNKNOWN);
  }
}

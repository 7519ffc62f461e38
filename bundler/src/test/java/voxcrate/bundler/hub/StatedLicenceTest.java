package voxcrate.bundler.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.json.JsonReader;

final class StatedLicenceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"cardData\": {\"license\": \"apache-2.0\"}}           | Apache-2.0",
        "{\"cardData\": {\"license\": [\"mit\", \"gpl-3.0\"]}}   | MIT",
        "{\"cardData\": {\"license\": \"cc-by-nc-4.0\"}}         | CC-BY-NC-4.0",
        "{\"cardData\": {\"license\": \"llama3.2\"}}             | llama3.2",
        "{\"cardData\": {}, \"tags\": [\"x\", \"license:mit\"]}  | MIT",
        "{\"cardData\": null, \"tags\": [\"license:other\"]}     | none",
        "{\"cardData\": {\"license\": \"unknown\"}}              | none",
        "{}                                                    | none",
      })
  void licence_is_read_where_the_hub_has_it(String info, String licence) {
    var object = JsonReader.readObject(info.getBytes(StandardCharsets.UTF_8));

    assertThat(StatedLicence.in(object).orElse("none")).isEqualTo(licence);
  }
}

package voxcrate.bundler.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.problem.ToolException;

final class HubAddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://hub.example, https://hub.example/x, true",
    "https://hub.example, https://HUB.example:443/x, true",
    "https://hub.example, http://hub.example/x, false",
    "https://hub.example, https://hub.example:8443/x, false",
    "https://hub.example, https://hub.example.evil/x, false",
    "https://hub.example, https://cdn.hub.example/x, false",
    "http://127.0.0.1:8080, http://127.0.0.1:8080/x, true",
    "http://127.0.0.1:8080, http://localhost:8080/x, false",
    "http://127.0.0.1:8080, http://127.0.0.1:8081/x, false",
  })
  void token_belongs_to_one_origin(String hub, String address, boolean same) {
    var target = HttpUrl.get(address);

    assertThat(HubAddress.of(hub).isOrigin(target.scheme(), target.host(), target.port()))
        .isEqualTo(same);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hub.example",
        "ftp://127.0.0.1",
        "hub.example",
        "https://user:secret@hub.example",
        "https://hub.example?x=secret",
        "https://",
        ""
      })
  void address_to_which_no_token_may_go_is_refused(String text) {
    assertThatThrownBy(() -> HubAddress.of(text))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(HubCode.CONNECTION_SETTINGS);
              assertThat(e.problem().render()).doesNotContain("secret");
            });
  }

  @Test
  void pages_are_at_the_hub_in_use() {
    var mirror = HubAddress.of("https://mirror.example/hf/");

    assertThat(mirror.page("acme/model")).hasToString("https://mirror.example/hf/acme/model");
    assertThat(mirror.newToken())
        .hasToString(
            "https://mirror.example/hf/settings/tokens/new?canReadGatedRepos=true&tokenType=fineGrained");
  }
}

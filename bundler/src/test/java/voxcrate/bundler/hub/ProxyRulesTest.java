package voxcrate.bundler.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.problem.ToolException;

final class ProxyRulesTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "HTTPS_PROXY", "http://user:secret@proxy.corp:3128",
          "http_proxy", "plain.corp:80",
          "NO_PROXY", "mirror.corp, .inner.corp,*.lab:443");

  @ParameterizedTest
  @CsvSource({
    "https://huggingface.co/x, proxy.corp:3128",
    "http://huggingface.co/x, plain.corp:80",
    "https://mirror.corp/x, ''",
    "https://a.mirror.corp/x, ''",
    "https://notmirror.corp/x, proxy.corp:3128",
    "https://deep.inner.corp/x, ''",
    "https://host.lab/x, ''",
    "https://127.0.0.1:8080/x, ''",
    "http://localhost:8080/x, ''",
  })
  void each_request_goes_its_way(URI target, String proxy) {
    var rules = ProxyRules.of(ENVIRONMENT);

    assertThat(rules.describe(target).orElse("")).isEqualTo(proxy);
  }

  @Test
  void star_means_that_no_proxy_is_used() {
    var rules = ProxyRules.of(Map.of("https_proxy", "http://p:1", "no_proxy", "*"));

    assertThat(rules.describe(URI.create("https://huggingface.co"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user:secret@", "socks5://user:secret@host:1", "http://se cret"})
  void address_that_makes_no_sense_is_told_without_its_password(String value) {
    assertThatThrownBy(() -> ProxyRules.of(Map.of("HTTPS_PROXY", value)))
        .isInstanceOfSatisfying(
            ToolException.class,
            e ->
                assertThat(e.problem().render())
                    .contains("HTTPS_PROXY")
                    .doesNotContain("secret", "se cret"));
  }
}

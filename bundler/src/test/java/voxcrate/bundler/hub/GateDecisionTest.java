package voxcrate.bundler.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GateDecisionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // status, code, words, token sent, verdict
        "401 | GatedRepo | Access to model a/b is restricted. Please log in.     | false | no"
            + " token",
        "401 |           | Access to model a/b is restricted. Please log in.     | false | no"
            + " token",
        "401 | GatedRepo | Access to model a/b is restricted. Please log in.     | true  | no"
            + " token",
        "401 |           | Invalid credentials in Authorization header           | true  | token"
            + " rejected",
        "401 |           | Invalid username or password.                         | true  | token"
            + " rejected",
        "401 |           | Invalid username or password.                         | false | unknown"
            + " repository",
        "403 | GatedRepo | restricted and you are not in the authorized list.    | true  | terms"
            + " not accepted",
        "403 | GatedRepo | RESTRICTED and you are NOT IN THE AUTHORIZED LIST     | true  | terms"
            + " not accepted",
        "403 |           | restricted and you are not in the authorized list.    | true  | terms"
            + " not accepted",
        "403 | GatedRepo | is awaiting a review from the repo authors.           | true  | awaiting"
            + " review",
        "403 | GatedRepo | has been rejected by the repo's authors.              | true  |"
            + " rejected",
        "403 | GatedRepo | has been reset by the repo's authors.                 | true  | access"
            + " reset",
        "403 |           | enable access … in your fine-grained token settings   | true  | scope"
            + " missing",
        "403 |           | Access to this resource is disabled.                  | true  |"
            + " disabled",
        "403 | GatedRepo | Words of another year.                                | true  | refused",
        "403 |           | Our policy asks for approved tokens.                  | true  | refused",
        "404 | RepoNotFound | Repository not found                               | true  | unknown"
            + " repository",
        "451 |           | For legal reasons                                     | true  | refused",
      })
  void refusal_is_read_as_the_hub_means_it(
      int status, @Nullable String code, String words, boolean tokenSent, String verdict) {
    var refusal = new Refusal(status, Optional.ofNullable(code), words, Optional.empty());

    assertThat(GateDecision.of(refusal, tokenSent).word()).isEqualTo(verdict);
  }
}

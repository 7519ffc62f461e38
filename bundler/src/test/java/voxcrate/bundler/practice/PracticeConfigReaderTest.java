package voxcrate.bundler.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.json.JsonException;

final class PracticeConfigReaderTest {
  @TempDir Path folder;

  @Test
  void folder_without_configuration_is_open_and_has_example_accounts() throws Exception {
    var config = PracticeConfigReader.of(folder);

    assertThat(config.settingsOf("acme/model").gate()).isEqualTo(Gate.NONE);
    assertThat(config.accounts()).isEqualTo(PracticeAccount.examples());
  }

  @Test
  void every_member_is_read() throws Exception {
    var config =
        read(
            """
            {"repositories": {"acme/model": {"gate": "manual", "prompt": "Agree", "disabled": true,
                                             "xet": true,
                                             "formerNames": ["old/model"]}},
             "accounts": [{"name": "one", "role": "fineGrained", "canReadGatedRepos": true,
                           "scoped": ["acme"], "standing": "expired",
                           "access": {"*": "terms", "acme/model": "rejected"}},
                          {"name": "two", "token": "hf_two"}],
             "pageEntries": 3,
             "faults": [{"kind": "cut", "file": "a", "bytes": 5, "times": 2},
                        {"kind": "no-error-code"},
                        {"kind": "overloaded", "seconds": 9, "asDate": true, "times": 1},
                        {"kind": "random-cuts", "perMille": 10, "seed": 4},
                        {"kind": "random-errors", "perMille": 20, "seed": 5}]}
            """);

    var one = config.accounts().getFirst();
    assertThat(config.settingsOf("acme/model").gate()).isEqualTo(Gate.MANUAL);
    assertThat(config.settingsOf("acme/model").disabled()).isTrue();
    assertThat(config.settingsOf("acme/model").xet()).isTrue();
    assertThat(config.settingsOf("acme/other").xet()).isFalse();
    assertThat(config.pageEntries()).isEqualTo(3);
    assertThat(one.scope())
        .isEqualTo(new TokenScope(TokenScope.Role.FINE_GRAINED, true, Set.of("acme")));
    assertThat(one.standing()).isEqualTo(PracticeAccount.Standing.EXPIRED);
    assertThat(one.stateAt("acme/model")).isEqualTo(GateState.REJECTED);
    assertThat(one.stateAt("acme/other")).isEqualTo(GateState.TERMS);
    assertThat(config.accounts().getLast().token()).isEqualTo("hf_two");
    assertThat(config.faults())
        .containsExactly(
            new Fault.Cut("a", 5, 2),
            new Fault.NoErrorCode(),
            new Fault.Overloaded("", 9, true, 1),
            new Fault.RandomCuts(10, 4),
            new Fault.RandomErrors(20, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"repositorys\": {}}",
        "{\"repositories\": {\"a/b\": {\"gate\": \"closed\"}}}",
        "{\"accounts\": [{\"name\": \"one\"}, {\"name\": \"one\"}]}",
        "{\"accounts\": [{\"name\": \"has blank\"}]}",
        "{\"accounts\": [{\"name\": \"one\", \"role\": \"admin\"}]}",
        "{\"accounts\": [{\"name\": \"one\", \"access\": {\"*\": \"yes\"}}]}",
        "{\"faults\": [{\"kind\": \"gremlin\"}]}",
        "{\"faults\": [{\"kind\": \"cut\"}]}",
        "{\"faults\": [{\"kind\": \"random-cuts\", \"perMille\": 1001, \"seed\": 1}]}",
        "{\"faults\": [{\"kind\": \"random-errors\", \"perMille\": 10}]}",
        "{\"pageEntries\": 0}",
      })
  void slip_of_the_pen_is_refused(String document) {
    assertThatThrownBy(() -> read(document)).isInstanceOf(JsonException.class);
  }

  @Test
  void practice_tokens_look_real_and_are_plainly_false() {
    for (var account : PracticeAccount.examples()) {
      assertThat(account.token()).matches("hf_Practice[A-Za-z]{26}").hasSize(37);
    }
    assertThat(PracticeAccount.examples())
        .extracting(PracticeAccount::token)
        .doesNotHaveDuplicates();
  }

  private PracticeConfig read(String document) throws Exception {
    Files.writeString(folder.resolve(PracticeHub.CONFIG_NAME), document);
    return PracticeConfigReader.of(folder);
  }
}

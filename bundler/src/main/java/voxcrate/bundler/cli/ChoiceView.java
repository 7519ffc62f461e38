package voxcrate.bundler.cli;

import java.util.List;
import voxcrate.bundler.choice.Decision;
import voxcrate.cli.Console;
import voxcrate.json.Json;

/// Shows which recipes were taken where there was a choice.
record ChoiceView(Console console) {
  /// On standard error, for verbs that go on with it.
  void tell(List<Decision> decisions) {
    decisions.forEach(decision -> console.say("choice    " + decision.line()));
  }

  Json document(List<Decision> decisions) {
    return decisions.stream()
        .map(
            decision ->
                Json.object()
                    .put("choice", decision.choice())
                    .put("recipe", decision.recipe().name())
                    .put("reason", decision.reason().word())
                    .put("because", decision.reason().text())
                    .build())
        .collect(Json.toArray());
  }
}

package voxcrate.bundler.practice;

import java.util.Map;
import java.util.Optional;

/// The page of a model where a person agrees to its terms, and the form behind it.
final class ModelPage {
  private final GateKeeper gates;

  ModelPage(GateKeeper gates) {
    this.gates = gates;
  }

  Reply answer(
      Request request,
      Optional<PracticeAccount> caller,
      PracticeRepository repository,
      String what) {
    return what.equals("ask-access") && request.method().equals("POST")
        ? ask(caller, repository)
        : page(repository);
  }

  private Reply ask(Optional<PracticeAccount> caller, PracticeRepository repository) {
    if (gates.gateOf(repository) == Gate.NONE) {
      throw new RefusedException(Refusal.plain(400, "This repository is not gated"));
    }
    var account =
        caller.orElseThrow(() -> new RefusedException(Refusal.notLoggedIn(repository.name())));
    gates.ask(repository, account);
    return new Reply(303, Map.of("Location", "/" + repository.name()), Body.none());
  }

  private Reply page(PracticeRepository repository) {
    var text =
        """
        Practice model %s, gate: %s.

        A person agrees to the terms of a real model on its page. Here, an account agrees by
          curl -X POST -H "Authorization: Bearer $HF_TOKEN" .../%s/ask-access
        """
            .formatted(repository.name(), gates.gateOf(repository), repository.name());
    return Reply.text(200, text);
  }
}

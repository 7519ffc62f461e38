package voxcrate.bundler.hub;

import java.net.URI;
import java.util.Optional;
import voxcrate.json.Json;

/// `GET /api/whoami-v2`. The hub limits it tightly: asked once a run, see [HubClient#account()].
record WhoAmI() implements HubEndpoint<Account> {
  @Override
  public URI on(HubAddress address) {
    return address.at("/api/whoami-v2");
  }

  @Override
  public Account read(HubReply reply) {
    var answer = reply.object();
    var auth = member(answer, "auth");
    var token = auth.flatMap(found -> member(found, "accessToken"));
    var fineGrained = token.flatMap(found -> member(found, "fineGrained"));
    return new Account(
        text(answer, "name").orElse("unnamed"),
        token.flatMap(found -> text(found, "role")).orElse("unknown"),
        fineGrained.filter(WhoAmI::readsGated).isPresent(),
        auth.flatMap(found -> text(found, "expiresAt")));
  }

  private static boolean readsGated(Json.Obj fineGrained) {
    return fineGrained.find("canReadGatedRepos").filter(new Json.Bool(true)::equals).isPresent();
  }

  private static Optional<Json.Obj> member(Json.Obj object, String name) {
    return object.find(name).filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
  }

  private static Optional<String> text(Json.Obj object, String name) {
    return object.find(name).isPresent() ? Optional.of(object.text(name)) : Optional.empty();
  }
}

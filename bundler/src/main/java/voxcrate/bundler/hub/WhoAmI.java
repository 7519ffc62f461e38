package voxcrate.bundler.hub;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import voxcrate.json.Json;

/// `GET /api/whoami-v2`. The hub limits it tightly: asked once a run, see [HubClient#account()].
record WhoAmI() implements HubEndpoint<Account> {
  private static final String READ_PERMISSION = "repo.content.read";

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
        fineGrained.map(WhoAmI::scoped).orElse(Set.of()),
        auth.flatMap(found -> text(found, "expiresAt")));
  }

  private static boolean readsGated(Json.Obj fineGrained) {
    return fineGrained.find("canReadGatedRepos").filter(new Json.Bool(true)::equals).isPresent();
  }

  private static Set<String> scoped(Json.Obj fineGrained) {
    var names = new HashSet<String>();
    for (var item : items(fineGrained, "scoped")) {
      if (item instanceof Json.Obj scope
          && items(scope, "permissions").contains(Json.of(READ_PERMISSION))) {
        member(scope, "entity").flatMap(entity -> text(entity, "name")).ifPresent(names::add);
      }
    }
    return names;
  }

  private static Optional<Json.Obj> member(Json.Obj object, String name) {
    return object.find(name).filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
  }

  private static List<Json> items(Json.Obj object, String name) {
    return object.find(name).isPresent() ? object.array(name) : List.of();
  }

  private static Optional<String> text(Json.Obj object, String name) {
    return object.find(name).isPresent() ? Optional.of(object.text(name)) : Optional.empty();
  }
}

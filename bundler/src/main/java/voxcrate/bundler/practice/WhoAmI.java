package voxcrate.bundler.practice;

import java.util.List;
import java.util.Optional;
import voxcrate.json.Json;

/// `GET /api/whoami-v2`: who a token belongs to and what it may do.
final class WhoAmI {
  private WhoAmI() {}

  static Reply answer(Optional<PracticeAccount> caller) {
    var account = caller.orElseThrow(() -> new RefusedException(Refusal.invalidToken()));
    return Reply.json(
        Json.object()
            .put("type", "user")
            .put("id", GitObjects.sha1(account.name()).substring(0, 24))
            .put("name", account.name())
            .put("fullname", "Practice account " + account.name())
            .put("isPro", false)
            .put("orgs", Json.of(List.of()))
            .put(
                "auth",
                Json.object()
                    .put("type", "access_token")
                    .put("accessToken", accessToken(account.scope()))
                    .build())
            .build());
  }

  private static Json accessToken(TokenScope scope) {
    var token =
        Json.object()
            .put("displayName", "practice")
            .put("role", scope.role().word())
            .put("createdAt", Listing.LAST_MODIFIED);
    if (scope.role() == TokenScope.Role.FINE_GRAINED) {
      token.put(
          "fineGrained",
          Json.object()
              .put("canReadGatedRepos", scope.canReadGated())
              .put("global", Json.of(List.of()))
              .put(
                  "scoped",
                  scope.scoped().stream().sorted().map(WhoAmI::entity).collect(Json.toArray()))
              .build());
    }
    return token.build();
  }

  private static Json entity(String name) {
    return Json.object()
        .put(
            "entity",
            Json.object()
                .put("_id", GitObjects.sha1(name).substring(0, 24))
                .put("type", name.contains("/") ? "model" : "org")
                .put("name", name)
                .build())
        .put("permissions", Json.strings(List.of("repo.content.read")))
        .build();
  }
}

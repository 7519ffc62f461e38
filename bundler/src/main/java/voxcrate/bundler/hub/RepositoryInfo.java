package voxcrate.bundler.hub;

import java.net.URI;
import java.util.Optional;
import voxcrate.bundle.recipe.GitBlobId;
import voxcrate.json.Json;
import voxcrate.json.JsonException;

/// `GET /api/models/ID/revision/REV`: what a repository is and which commit a revision means. The
/// hub gives it to everybody, gated or not, so it proves no access.
public record RepositoryInfo(String repository, String revision)
    implements HubEndpoint<RepositoryInfo.State> {
  /// @param name as the hub knows it today; differs from what was asked where it was renamed
  /// @param commit 40 hexadecimal digits
  /// @param licence as the card names it, in SPDX's spelling where we know that; empty where the
  ///     card names none
  public record State(String name, String commit, boolean gated, Optional<String> licence) {}

  @Override
  public URI on(HubAddress address) {
    return address.at("/api/models/" + repository + "/revision/" + HubAddress.segment(revision));
  }

  @Override
  public State read(HubReply reply) {
    var answer = reply.object();
    var commit = answer.text("sha");
    if (!GitBlobId.isValid(commit)) {
      throw new JsonException("member 'sha' is no commit");
    }
    return new State(name(answer), commit, isGated(answer), StatedLicence.in(answer));
  }

  private String name(Json.Obj answer) {
    return answer.find("id").isPresent() ? answer.text("id") : repository;
  }

  /// `false`, or a word that says who opens the gate: `auto`, `manual`.
  private static boolean isGated(Json.Obj answer) {
    return Optional.ofNullable(answer.members().get("gated"))
        .filter(gated -> gated instanceof Json.Str || gated.equals(new Json.Bool(true)))
        .isPresent();
  }
}

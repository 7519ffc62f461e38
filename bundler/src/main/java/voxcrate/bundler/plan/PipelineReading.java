package voxcrate.bundler.plan;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Optional;
import voxcrate.bundle.Digest;
import voxcrate.bundle.recipe.GitBlobId;
import voxcrate.bundle.recipe.PipelineParts;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.convert.yaml.YamlException;
import voxcrate.bundler.convert.yaml.YamlReader;
import voxcrate.bundler.hub.ByteRange;
import voxcrate.bundler.hub.Content;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubCode;
import voxcrate.bundler.hub.HubOutcome;
import voxcrate.bundler.hub.HubTrouble;
import voxcrate.bundler.hub.Resolve;
import voxcrate.bundler.hub.TroubleProblems;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Reads at the hub which models a pipeline names: `config.yaml` of its repository, held against
/// all that is known of the file before it is parsed.
final class PipelineReading {
  private static final String FILE = "config.yaml";
  private static final long MAX_BYTES = 64 << 10;

  private final HubClient client;
  private final Planner planner;

  PipelineReading(HubClient client) {
    this.client = client;
    this.planner = new Planner(client);
  }

  /// Empty where the gate is closed to us.
  ///
  /// @throws ToolException where there is no such file, or it is not what it should be
  Optional<PipelineParts> parts(RecipeRepository pipeline) throws InterruptedException {
    var file = configuration(pipeline);
    if (file.sizeBytes() > MAX_BYTES) {
      throw unusable(pipeline, "a file of " + file.sizeBytes() + " bytes");
    }
    var resolve = new Resolve(pipeline.name(), pipeline.commit(), file.path());
    var range = ByteRange.whole(file.sizeBytes());
    return switch (client.content(resolve).open(range, Optional.empty())) {
      case HubOutcome.Answer<Content>(var content) ->
          Optional.of(parsed(pipeline, verified(pipeline, file, content)));
      case HubOutcome.Refused<Content> _ -> Optional.empty();
      case HubOutcome.Failed<Content>(HubTrouble trouble) ->
          throw TroubleProblems.stop(trouble, doing(pipeline));
    };
  }

  private PlannedFile configuration(RecipeRepository pipeline) throws InterruptedException {
    return planner.compare(pipeline).files().stream()
        .filter(file -> file.path().value().equals(FILE))
        .findFirst()
        .orElseThrow(() -> unusable(pipeline, "a recipe that does not want this file"));
  }

  private byte[] verified(RecipeRepository pipeline, PlannedFile listed, Content content)
      throws InterruptedException {
    try (content) {
      var file = listed.completedBy(content.stated());
      var bytes = new byte[Math.toIntExact(file.sizeBytes())];
      if (content.fill(bytes, bytes.length) < bytes.length || !agrees(file, bytes)) {
        throw unusable(pipeline, "content that is not what recipe, lock file and hub say of it");
      }
      return bytes;
    }
  }

  private static boolean agrees(PlannedFile file, byte[] bytes) {
    var git = GitBlobId.newHash(bytes.length);
    git.update(bytes);
    var gitBlob = GitBlobId.of(git);
    return file.isVerifiable()
        && file.sha256().map(Digest.of(bytes)::equals).orElse(true)
        && file.gitBlob().map(gitBlob::equals).orElse(true);
  }

  private static PipelineParts parsed(RecipeRepository pipeline, byte[] bytes) {
    try {
      var root = YamlReader.read(new String(bytes, StandardCharsets.UTF_8));
      return parts(root.object("pipeline").object("params"));
    } catch (YamlException | JsonException | IllegalArgumentException e) {
      throw unusable(pipeline, String.valueOf(e.getMessage()));
    }
  }

  private static PipelineParts parts(Json.Obj models) {
    var places = new HashMap<String, String>();
    for (var name : PipelineParts.NAMES) {
      if (models.find(name).isPresent()) {
        places.put(name, models.text(name));
      }
    }
    return new PipelineParts(places);
  }

  private static String doing(RecipeRepository pipeline) {
    return "reading which models %s of %s at %s names"
        .formatted(FILE, pipeline.name(), pipeline.commit());
  }

  private static ToolException unusable(RecipeRepository pipeline, String found) {
    return new ToolException(
        Problem.of(
                HubCode.RECIPE_UNUSABLE,
                "What the pipeline is made of cannot be read",
                doing(pipeline),
                found,
                "name its segmentation and embedding in the recipe yourself: docs/recipes.md")
            .expecting(
                "segmentation and embedding as ORG/NAME, ORG/NAME@REVISION or $model/FOLDER"));
  }
}

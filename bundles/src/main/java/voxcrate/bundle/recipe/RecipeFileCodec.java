package voxcrate.bundle.recipe;

import java.util.OptionalLong;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.json.Json;
import voxcrate.json.JsonException;

/// One file of a recipe or a lock file: `path`, and `size`, `sha256`, `git` where they are known.
public final class RecipeFileCodec {
  private RecipeFileCodec() {}

  public static Json write(RecipeFile file) {
    var document = Json.object().put("path", file.path().value());
    file.sizeBytes().ifPresent(size -> document.put("size", size));
    file.sha256().ifPresent(digest -> document.put("sha256", digest.hex()));
    file.gitBlob().ifPresent(id -> document.put("git", id.hex()));
    return document.build();
  }

  /// @throws JsonException where a member is unknown or of another kind
  /// @throws IllegalArgumentException where a value is not usable
  public static RecipeFile read(Json.Obj json) {
    json.only("path", "size", "sha256", "git");
    return new RecipeFile(
        new RelativePath(json.text("path")),
        json.find("size").isPresent()
            ? OptionalLong.of(json.integer("size"))
            : OptionalLong.empty(),
        json.find("sha256").map(_ -> new Digest(json.text("sha256"))),
        json.find("git").map(_ -> new GitBlobId(json.text("git"))));
  }
}

package voxcrate.bundle.recipe;

import java.nio.file.Path;
import voxcrate.json.Json;
import voxcrate.json.JsonException;

/// The member `source` of a repository: `file:FOLDER`, as seen from the folder of the recipe.
final class SourceCodec {
  private static final String SCHEME = "file:";

  private SourceCodec() {}

  static String write(Source.Folder folder) {
    return SCHEME + folder.path();
  }

  /// @param base the folder of the recipe
  /// @throws JsonException where it is something else than `file:FOLDER`
  static Source.Folder read(Json.Obj json, Path base) {
    var text = json.text("source");
    // A URL of a file has two slashes more, between which a host could stand.
    var path = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : "";
    var folder = path.startsWith("///") ? path.substring(2) : path;
    if (folder.isEmpty() || folder.startsWith("//")) {
      throw new JsonException("'source' is '" + text + "', not file:FOLDER");
    }
    return new Source.Folder(base.resolve(folder));
  }
}

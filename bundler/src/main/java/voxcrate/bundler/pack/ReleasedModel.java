package voxcrate.bundler.pack;

import java.util.Map;
import java.util.Objects;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.oms.ModelStatement;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// A model in a release.
///
/// @param root its folder in the release
/// @param statement its files' digests, without the signature's own
/// @param signed whether the release key could sign it in its folder
public record ReleasedModel(
    PackedModel model, RelativePath root, ModelStatement statement, boolean signed) {

  /// Whether it is the form for graphics cards.
  public boolean isForCards() {
    return root.value().startsWith(Release.CARD_MODELS + "/");
  }

  /// Where it came from, with licence and gate, and what was fetched of it.
  public RecipeRepository repository() {
    return model.repository();
  }

  /// The signature was made of digests that were known before the files were packed. Now that every
  /// byte was read for the manifest, both must agree.
  ///
  /// @throws ToolException when a file has changed between its conversion and its packing
  public void requirePacked(Manifest manifest) {
    var packed = new java.util.HashMap<String, Digest>();
    for (Entry entry : manifest.entries()) {
      packed.put(entry.path().value(), entry.digest());
    }
    requirePacked(packed);
  }

  private void requirePacked(Map<String, Digest> packed) {
    statement
        .files()
        .forEach(
            (file, digest) -> {
              var path = root.value() + "/" + file.value();
              if (!digest.equals(packed.get(path))) {
                throw changed(path, Objects.toString(packed.get(path)), digest);
              }
            });
  }

  private static ToolException changed(String path, String found, Digest expected) {
    return new ToolException(
        Problem.of(
                BuildCode.MODEL_CHANGED,
                "A model changed while it was packed",
                "comparing " + path + " with what was converted and signed",
                found,
                "see that nothing else writes into the model cache, then build again",
                "if it happens again, have the disk checked")
            .expecting(expected.toString()));
  }
}

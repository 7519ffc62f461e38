import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCodec;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.bundler.practice.PracticeRepository;

/// Writes sizes, digests and commits of the demo models into the recipe `demo`; to be run after the
/// models have changed. Started by `scripts/demo-models/pin`.
public final class PinRecipe {
  /// Those that there may be, in the order in which they are fetched.
  private static final List<Model> MODELS =
      List.of(
          new Model("voxcrate-demo/segmentation", Role.SEGMENTATION, true),
          new Model("voxcrate-demo/wespeaker-resnet34", Role.EMBEDDING, false),
          new Model("voxcrate-demo/speaker-diarization", Role.PIPELINE, true),
          new Model("voxcrate-demo/transcription", Role.TRANSCRIPTION, false),
          new Model("voxcrate-demo/alignment-en", Role.ALIGNMENT, false));

  /// @param gated as `hub/practice-hub.json` has it
  private record Model(String name, Role role, boolean gated) {}

  private PinRecipe() {}

  public static void main(String[] arguments) throws IOException {
    var source = Path.of(arguments[0]);
    var file = source.resolve("bundles/recipes/demo.json");
    if (!(RecipeCodec.read(Files.readAllBytes(file)) instanceof Recipe recipe)) {
      throw new IllegalStateException("made of other recipes: " + file);
    }
    var hub = source.resolve("scripts/demo-models/hub");
    var pinned = new ArrayList<RecipeRepository>();
    for (var model : MODELS) {
      if (Files.isDirectory(hub.resolve(model.name()))) {
        pinned.add(pin(model, hub));
      }
    }
    Files.write(
        file,
        RecipeCodec.write(Recipe.pinned(recipe.name(), recipe.title(), recipe.practice(), pinned)));
    System.out.println("wrote " + file);
  }

  private static RecipeRepository pin(Model model, Path hub) throws IOException {
    var served = PracticeRepository.read(model.name(), hub.resolve(model.name()));
    return new RecipeRepository(
        model.name(),
        served.commit(),
        model.gated(),
        "Apache-2.0",
        model.role(),
        served.files().stream()
            .map(
                file ->
                    new RecipeFile(
                        new RelativePath(file.path()),
                        OptionalLong.of(file.sizeBytes()),
                        Optional.of(Digest.of(file.source())),
                        Optional.empty()))
            .toList());
  }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCodec;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.practice.PracticeRepository;

/// Writes sizes, digests and commits of the demo models into the recipe `demo`; to be run after the
/// models have changed. Started by `scripts/demo-models/pin`.
public final class PinRecipe {
  private PinRecipe() {}

  public static void main(String[] arguments) throws IOException {
    var source = Path.of(arguments[0]);
    var file = source.resolve("bundles/recipes/demo.json");
    if (!(RecipeCodec.read(Files.readAllBytes(file)) instanceof Recipe recipe)) {
      throw new IllegalStateException("made of other recipes: " + file);
    }
    var pinned = new ArrayList<RecipeRepository>();
    for (var repository : recipe.pinned()) {
      pinned.add(pin(repository, source.resolve("scripts/demo-models/hub")));
    }
    Files.write(
        file,
        RecipeCodec.write(Recipe.pinned(recipe.name(), recipe.title(), recipe.practice(), pinned)));
    System.out.println("wrote " + file);
  }

  private static RecipeRepository pin(RecipeRepository repository, Path hub) throws IOException {
    var served = PracticeRepository.read(repository.name(), hub.resolve(repository.name()));
    return new RecipeRepository(
        repository.name(),
        served.commit(),
        repository.gated(),
        repository.licence(),
        repository.role(),
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

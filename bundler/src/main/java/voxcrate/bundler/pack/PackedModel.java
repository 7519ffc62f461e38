package voxcrate.bundler.pack;

import java.nio.file.Path;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.model.ModelDescriptor;

/// A converted model, ready to be packed.
///
/// @param repository where it came from, with licence and gate
/// @param folder of the converted files
public record PackedModel(RecipeRepository repository, ModelDescriptor descriptor, Path folder) {}

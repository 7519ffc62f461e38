package voxcrate.bundler.hub;

import voxcrate.bundle.recipe.RecipeRepository;

/// Where the user stands at the gate of one repository of a recipe.
public record RepositoryAccess(RecipeRepository repository, AccessStatus status) {}
